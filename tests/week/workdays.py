"""Working time, reckoned from the published calendar by this file's own arithmetic."""
import json
from datetime import date, timedelta

from house import DAY, MINUTE

EAST = 8 * 60 * MINUTE
WEEKDAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')


def minutes(clock):
    hour, minute = clock.split(':')
    return int(hour) * 60 + int(minute)


class Workdays:
    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            read = json.load(file)
        self.week = {day: [] for day in WEEKDAYS}
        for hours in read['hours']:
            for day in hours['weekdays']:
                self.week[day].append((minutes(hours['from']), minutes(hours['to'])))
        self.make_up = next(self.week[day] for day in WEEKDAYS if self.week[day])
        self.days = {}
        for days in read['days']:
            day, last = date.fromisoformat(days['from']), date.fromisoformat(days['to'])
            while day <= last:
                self.days[day] = days['working']
                day += timedelta(days=1)

    def spans(self, number):
        """The working spans of a day, counted from 1970 in the zone, as instants."""
        day = date(1970, 1, 1) + timedelta(days=number)
        usual = self.week[WEEKDAYS[day.weekday()]]
        works = self.days.get(day)
        hours = usual if works is None else [] if not works else usual or self.make_up
        start = number * DAY - EAST
        return [(start + first * MINUTE, start + last * MINUTE) for first, last in hours]

    def between(self, start, end):
        total = 0
        for number in range((start + EAST) // DAY, (end + EAST) // DAY + 1):
            for first, last in self.spans(number):
                total += max(0, min(last, end) - max(first, start))
        return total

    def after(self, start, length):
        """The instant when so much has been worked since `start`."""
        if length <= 0:
            return start
        number = (start + EAST) // DAY
        while True:
            for first, last in self.spans(number):
                worked = max(0, last - max(first, start))
                if worked >= length:
                    return max(first, start) + length
                length -= worked
            number += 1
