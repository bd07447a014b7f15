#!/usr/bin/env python3
"""A week at a courier, played to the program and reckoned apart from it; what differs at the end is printed.

usage: week.py PROGRAM sqlite|postgresql [SEED]
"""
import os
import sys
import tempfile
import time

import company
import play
from account import account
from house import House, free_port, instant
from peers import Gateway, MailServer
from world import World

CALENDAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'data', 'calendars', 'cn.json')
SEED = 20260920


def main():
    program, engine = sys.argv[1:3]
    seed, began = int(sys.argv[3]) if len(sys.argv) > 3 else SEED, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(free_port())
        mail_port = free_port()
        mail = MailServer(folder, mail_port)
        house = House(program, folder, engine, instant('03-01', '10:00'))
        world = World(house, CALENDAR, gateway, seed)
        try:
            house.start()
            company.begin(world)
            house.now = instant('09-20', '08:00')
            company.decide(world, gateway.port, mail_port)
            play.week(world)
            account(world, mail.mails())
            world.same(house.stop(), 0, 'the end of the server')
        finally:
            mail.process.kill()
            mail.process.wait()
            if house.process and house.process.poll() is None:
                house.process.kill()
                house.process.wait()
            house.drop_database()
    for problem in world.problems[:60]:
        print(problem)
    print(f'seed {seed}: {house.asked} requests, {len(world.tickets)} tickets, {len(world.claims)} claims, '
          f'{len(world.notices.expected)} messages, {world.refusals} refusals, {world.breaches} breaches, '
          f'{time.monotonic() - began:.1f} s')
    print(f'{world.checks - len(world.problems)} passed, {len(world.problems)} failed')
    sys.exit(bool(world.problems))


main()
