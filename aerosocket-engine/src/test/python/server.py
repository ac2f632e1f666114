"""Echoes with websockets; prints its port. Closes, pings and sends fragments when it is told so."""

import asyncio
import sys

import websockets


async def serve(socket, path=None):
    async for message in socket:
        if message == "close":
            await socket.close(4001, "bye")
        elif message == "ping":
            await asyncio.wait_for(await socket.ping("are you there?"), 5)
            await socket.send("pong are you there?")
        elif message == "fragments":
            await socket.send(["one ", "two ", "three"])
        else:
            await socket.send(message)


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0, subprotocols=["v1.test"], max_size=2**24) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        # The test ends it by closing its input.
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
