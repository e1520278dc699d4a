package lambdeck;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to maps, lists, texts, numbers and truths, and back. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json reader = new Json(text);
        Object value = reader.value();
        reader.blanks();
        if (reader.at < text.length()) throw reader.wrong();
        return value;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private Object value() {
        blanks();
        char next = at < text.length() ? text.charAt(at) : 0;
        if (next == '{') return object();
        if (next == '[') return list();
        if (next == '"') return string();
        if (take("true")) return true;
        if (take("false")) return false;
        if (take("null")) return null;
        return number();
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at += 1;
        blanks();
        if (take("}")) return members;
        do {
            blanks();
            String name = string();
            blanks();
            if (!take(":")) throw wrong();
            members.put(name, value());
            blanks();
        } while (take(","));
        if (!take("}")) throw wrong();
        return members;
    }

    private List<Object> list() {
        List<Object> items = new ArrayList<>();
        at += 1;
        blanks();
        if (take("]")) return items;
        do {
            items.add(value());
            blanks();
        } while (take(","));
        if (!take("]")) throw wrong();
        return items;
    }

    private String string() {
        if (!take("\"")) throw wrong();
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') return out.toString();
            out.append(next == '\\' ? escaped() : next);
        }
        throw wrong();
    }

    private char escaped() {
        if (at >= text.length()) throw wrong();
        char kind = text.charAt(at++);
        if (kind == 'u' && at + 4 <= text.length()) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int index = "\"\\/bfnrt".indexOf(kind);
        if (index < 0) throw wrong();
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) at += 1;
        String digits = text.substring(start, at);
        if (digits.isEmpty()) throw wrong();
        if (digits.matches("-?\\d{1,9}")) return Integer.valueOf(digits);
        if (digits.matches("-?\\d{1,18}")) return Long.valueOf(digits);
        return digits.matches("-?\\d+") ? (Number) new BigInteger(digits) : (Number) Double.valueOf(digits);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at += 1;
    }

    private boolean take(String word) {
        if (!text.startsWith(word, at)) return false;
        at += word.length();
        return true;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("unexpected character at " + at + " of the JSON text");
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof String) quote((String) value, out);
        else if (value instanceof BigDecimal) out.append(((BigDecimal) value).toPlainString());
        else if (value instanceof Map) {
            char before = '{';
            for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
                quote(String.valueOf(member.getKey()), out.append(before));
                write(member.getValue(), out.append(':'));
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else if (value instanceof List) {
            char before = '[';
            for (Object item : (List<?>) value) {
                write(item, out.append(before));
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else out.append(value);
    }

    private static void quote(String value, StringBuilder out) {
        out.append('"');
        for (char next : value.toCharArray()) {
            int index = "\"\\\b\f\n\r\t".indexOf(next);
            if (index >= 0) out.append('\\').append("\"\\bfnrt".charAt(index));
            else if (next < ' ') out.append(String.format("\\u%04x", (int) next));
            else out.append(next);
        }
        out.append('"');
    }
}
