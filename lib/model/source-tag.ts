/** The tag of a function that says which folder `lambdeck deploy` took its code from. */
export const sourceTag = "lambdeck:source";
