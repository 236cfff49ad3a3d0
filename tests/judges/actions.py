"""A HAL client from PyPI that knows nothing of smie does what a resource offers: python3 actions.py BASE PATH"""

import sys

from halchemy import Api

base, path = sys.argv[1:]
api = Api(base, headers={"Accept": "application/hal+json", "Content-Type": "application/json"})

before = api.using_endpoint(path).get()
assert before["Tillstand"] == "ej_paborjat", before
assert "aterbud" not in before["_links"], "an impeded action is no link"
assert before["_actions"]["aterbud"]["impediments"][0]["code"] == "utanfor_registreringsperiod"

done = api.follow(before).to("registrering").put({})
assert done._halchemy.response.status_code == 200, done._halchemy.response.body
after = api.follow(before).to("self").get()
assert after["Tillstand"] == "pagaende", after
assert "registrering" not in after["_links"]

student = api.follow(after).to("Student").get()
assert student["Efternamn"] == "Näslund", student
print("halchemy did what was offered")
