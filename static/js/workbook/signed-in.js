// A sign-in beside a lesson has ended: the lesson's own page may go on saving.
if ("BroadcastChannel" in window) new BroadcastChannel("workbook").postMessage("signed-in");
