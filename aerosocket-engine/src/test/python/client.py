"""Talks to an echo server with websockets and prints one line for each thing it saw."""

import asyncio
import sys

import websockets

BASE = sys.argv[1]


def say(*words):
    print(*words, flush=True)


async def main():
    async with websockets.connect(BASE + "/echo", subprotocols=["x", "v1.test"], max_size=2**21) as socket:
        say("subprotocol", socket.subprotocol)
        say("extensions", ",".join(extension.name for extension in socket.extensions) or "none")

        await socket.send("J\u00fcrgen \u20ac \U0001F600")
        say("text", "false", await socket.recv())

        await socket.send(bytes([1, 2, 3]))
        say("binary", "true", (await socket.recv()).hex())

        await socket.send(["one ", "two ", "three"])
        say("fragments", await socket.recv())

        large = b"large " * 174762
        await socket.send(large)
        say("large", str(await socket.recv() == large).lower())

        pong = await socket.ping("are you there?")
        await asyncio.wait_for(pong, 5)
        say("pong", "are you there?")

        await socket.close(4001, "bye")
        say("closed", socket.close_code, socket.close_reason)

    kicked = await websockets.connect(BASE + "/kick")
    await kicked.wait_closed()
    say("kicked", kicked.close_code, kicked.close_reason)

    try:
        await websockets.connect(BASE + "/unknown")
    except websockets.InvalidStatusCode as error:
        say("refused", error.status_code)


asyncio.run(main())
