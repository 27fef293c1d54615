"""Turns at a host."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from bot.feeds.pace import HostPausedError, Pacer


def run(scenario):
    return asyncio.run(scenario())


def test_one_at_a_time_and_some_way_apart():
    async def scenario():
        pacer, spans = Pacer(0.03), []
        clock = asyncio.get_running_loop().time

        async def ask():
            async with pacer.turn("a.example"):
                begun = clock()
                await asyncio.sleep(0.01)
                spans.append((begun, clock()))

        await asyncio.gather(*(ask() for _ in range(4)))
        return spans

    spans = run(scenario)
    for (_, ended), (begun, _) in pairwise(spans):
        assert begun - ended >= 0.029


def test_hosts_do_not_wait_for_each_other():
    async def scenario():
        pacer = Pacer(60)
        async with asyncio.timeout(1), pacer.turn("a.example"), pacer.turn("b.example"):
            return True

    assert run(scenario)


def test_a_paused_host_is_not_asked_and_says_how_long():
    async def scenario():
        pacer = Pacer(0)
        pacer.pause("a.example", 100)
        pacer.pause("a.example", 5)
        with pytest.raises(HostPausedError) as caught:
            async with pacer.turn("a.example"):
                pytest.fail("the host was asked")
        return caught.value.left_s

    assert 99 < run(scenario) <= 100


def test_a_pause_reaches_those_who_already_wait():
    async def scenario():
        pacer, asked = Pacer(0.01), []

        async def ask(number):
            async with pacer.turn("a.example"):
                asked.append(number)
                pacer.pause("a.example", 100)

        results = await asyncio.gather(*(ask(n) for n in range(5)), return_exceptions=True)
        return asked, results

    asked, results = run(scenario)
    assert asked == [0]
    assert [type(result) for result in results[1:]] == [HostPausedError] * 4


def test_a_turn_that_fails_is_given_back():
    async def scenario():
        pacer = Pacer(0)
        with pytest.raises(ZeroDivisionError):
            async with pacer.turn("a.example"):
                raise ZeroDivisionError
        async with asyncio.timeout(1), pacer.turn("a.example"):
            return True

    assert run(scenario)


def test_few_stand_before_the_door_of_a_host_that_is_not_paced():
    async def scenario():
        pacer, inside, most = Pacer(60), 0, 0

        async def ask():
            nonlocal inside, most
            async with pacer.knock("127.0.0.1:8700") as answered:
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.005)
                inside -= 1
                answered()
                await asyncio.sleep(0.02)  # reading the body, which keeps nobody from the door

        async with asyncio.timeout(5):
            await asyncio.gather(*(ask() for _ in range(100)))
        return most

    assert run(scenario) == 16


def test_whoever_is_not_answered_steps_aside_after_a_while():
    async def scenario():
        pacer, stalled = Pacer(60), asyncio.Event()
        clock = asyncio.get_running_loop().time

        async def ask_in_vain():
            async with pacer.knock("a.example"):
                await stalled.wait()

        silent = [asyncio.create_task(ask_in_vain()) for _ in range(16)]
        await asyncio.sleep(0)
        begun = clock()
        async with pacer.knock("b.example"):
            other = clock() - begun
        async with pacer.knock("a.example") as answered:
            waited = clock() - begun
            answered()
            answered()
        stalled.set()
        await asyncio.gather(*silent)
        return other, waited, pacer._hosts["a.example"].door._value

    other, waited, free = run(scenario)
    assert other < 0.1
    assert 0.2 < waited < 1
    assert free == 16, "each steps aside once"
