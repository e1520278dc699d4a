"""The runtime's side of its channel to the engine: lib/engine/runtime-api/channel.ts says what goes over it."""

import json
import os
import struct
import time

import encode_json


class RuntimeChannel:
    def __init__(self, descriptor):
        self.descriptor = descriptor
        os.set_inheritable(descriptor, False)

    def next(self):
        """Waits for the next event: its headers and its body."""
        self.write(frame(b"N"))
        return self.event()

    def response_then_next(self, body, content_type):
        """Answers an invocation and waits for the next one."""
        self.write(frame(b"R", content_type.encode(), body) + frame(b"N"))
        return self.event()

    def error(self, failure):
        self.write(failure_frame(b"E", failure))

    def init_error(self, failure):
        self.write(failure_frame(b"I", failure))

    def event(self):
        received = self.read(65536)
        while len(received) < 8:
            received += self.read(65536)
        head_bytes, body_bytes = struct.unpack_from(">II", received)
        pieces = [received]
        missing = 8 + head_bytes + body_bytes - len(received)
        while missing > 0:
            pieces.append(self.read(missing))
            missing -= len(pieces[-1])
        received = b"".join(pieces)
        if head_bytes == 0:
            # No event will come, but a signal; who handles it has the time of the Shutdown phase.
            time.sleep(2)
            os._exit(0)
        body_at = 8 + head_bytes
        return json.loads(received[8:body_at]), received[body_at:]

    def read(self, most):
        piece = os.read(self.descriptor, most)
        if not piece:
            raise RuntimeError("the engine is gone")
        return piece

    def write(self, frames):
        while frames:
            frames = frames[os.write(self.descriptor, frames) :]


def failure_frame(kind, failure):
    return frame(
        kind,
        failure["errorType"].encode("utf-8", "replace"),
        encode_json.encode(failure).encode("utf-8", "replace"),
    )


def frame(kind, head=b"", body=b""):
    """One letter, the lengths of head and body, then both."""
    return struct.pack(">cII", kind, len(head), len(body)) + head + body
