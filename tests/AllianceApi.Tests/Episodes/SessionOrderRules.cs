using AllianceApi.Episodes;
using CsCheck;

namespace AllianceApi.Tests.Episodes;

/// <summary>The rules of session numbers by themselves: whatever the order of arrival, the same sessions get the same numbers.</summary>
internal sealed class SessionOrderRules
{
    private static readonly DateTimeOffset Start = new(2024, 1, 8, 10, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 400].Select(hours => Start.AddHours(hours));

    [Test]
    public void Sessions_named_by_time_are_numbered_in_the_order_of_time_however_they_arrive() =>
        Gen.Select(Instants.HashSet[0, 12], Gen.Int).Sample(
            (instants, seed) =>
            {
                var sessions = Arrive(Shuffled(instants.Select(i => ((int?)null, i)), seed));
                Assert.That(sessions.OrderBy(s => s.HeldAt).Select(s => s.Number), Is.EqualTo(Enumerable.Range(1, instants.Count)));
            },
            iter: 500);

    [Test]
    public void Some_given_their_own_place_change_nothing_for_the_others() =>
        Gen.Select(Gen.Int[0, 60].HashSet[1, 10], Gen.Int[0, 1023], Gen.Int).Sample(
            (days, given, seed) =>
            {
                // One session a day, so that no number is taken for another session of the same day; some are named by their place.
                var inOrder = days.Order().Select(d => Start.AddDays(d)).ToList();
                var named = inOrder.Select((at, i) => ((given >> i) % 2 == 1 ? i + 1 : (int?)null, at)).ToList();
                var first = Arrive(Shuffled(named, seed));
                var second = Arrive(Shuffled(named, seed ^ 0x55));
                Assert.That(first.OrderBy(s => s.HeldAt).Select(s => s.Number), Is.EqualTo(Enumerable.Range(1, days.Count)));
                Assert.That(second.OrderBy(s => s.HeldAt), Is.EqualTo(first.OrderBy(s => s.HeldAt)));
            },
            iter: 500);

    [Test]
    public void Given_numbers_with_gaps_give_the_same_sessions_in_any_order() =>
        Gen.Select(Gen.Int[1, 4].Array[1, 8], Gen.Int[0, 255], Gen.Int).Sample(
            (steps, given, seed) =>
            {
                // Numbers rise by one to four; what is not given follows the session before it.
                var (named, number, day) = (new List<(int?, DateTimeOffset)>(), 0, 0);
                for (var i = 0; i < steps.Length; i++)
                {
                    var isGiven = (given >> i) % 2 == 1;
                    number += isGiven ? steps[i] : 1;
                    named.Add((isGiven ? number : null, Start.AddDays(day += steps[i])));
                }

                var first = Arrive(Shuffled(named, seed));
                var second = Arrive(named);
                Assert.That(first.OrderBy(s => s.HeldAt), Is.EqualTo(second.OrderBy(s => s.HeldAt)));
            },
            iter: 500);

    [Test]
    public void Numbers_never_fall_while_time_goes_on() =>
        Gen.Select(Gen.Int[1, 12], Instants, Gen.Bool).Select((number, at, given) => (given ? number : (int?)null, at)).Array[0, 14].Sample(
            arrivals =>
            {
                var sessions = Arrive(arrivals, refusals: true);
                Assert.That(sessions.Select(s => s.Number), Is.Unique.And.All.Positive);
                Assert.That(sessions.OrderBy(s => s.Number).Select(s => s.HeldAt), Is.Ordered);
            },
            iter: 1000);

    [Test]
    public void A_session_that_is_there_is_found_again_and_moves_nothing() =>
        Gen.Select(Instants.HashSet[1, 10], Gen.Int[0, 9]).Sample(
            (instants, which) =>
            {
                var sessions = Arrive(instants.Select(i => ((int?)null, i)));
                var one = sessions[which % sessions.Count];
                foreach (var again in new[] { SessionOrder.Place(sessions, null, one.HeldAt), SessionOrder.Place(sessions, one.Number, null), SessionOrder.Place(sessions, one.Number, one.HeldAt) })
                {
                    Assert.That(again, Is.TypeOf<Placement.Existing>());
                    Assert.That(((Placement.Existing)again).Session.Number, Is.EqualTo(one.Number));
                    Assert.That(((Placement.Existing)again).Moves, Is.Empty);
                }
            },
            iter: 300);

    [Test]
    public void A_correction_orders_all_sessions_anew()
    {
        var sessions = Arrive([(null, Start), (null, Start.AddDays(7)), (null, Start.AddDays(14))]);
        Assert.That(SessionOrder.Correct(sessions, sessions[0], Start.AddDays(10)).Numbers, Is.EqualTo(new[] { 2, 1, 3 }));
        Assert.That(SessionOrder.Correct(sessions, sessions[2], Start.AddDays(-1)).Numbers, Is.EqualTo(new[] { 2, 3, 1 }));
        Assert.That(SessionOrder.Correct(sessions, sessions[1], Start.AddDays(8)).Numbers, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void A_correction_against_given_numbers_names_what_is_in_the_way()
    {
        var sessions = Arrive([(1, Start), (2, Start.AddDays(7)), (null, Start.AddDays(14))]);
        Assert.That(SessionOrder.Correct(sessions, sessions[0], Start.AddDays(8)).Conflict!.InTheWay, Is.EqualTo(2));
        Assert.That(SessionOrder.Correct(sessions, sessions[2], Start.AddDays(-1)).Conflict!.InTheWay, Is.EqualTo(1));
    }

    [Test]
    public void Numbers_come_to_an_end()
    {
        var sessions = Arrive([(SessionNumber.Most, Start)]);
        var placed = SessionOrder.Place(sessions, null, Start.AddDays(1));
        Assert.That(placed, Is.TypeOf<Placement.Conflict>());
        Assert.That(((Placement.Conflict)placed).InTheWay, Is.Null);
    }

    /// <summary>Lets submissions arrive one by one and keeps what is stored.</summary>
    private static List<PlacedSession> Arrive(IEnumerable<(int? Number, DateTimeOffset HeldAt)> arrivals, bool refusals = false)
    {
        var stored = new List<PlacedSession>();
        foreach (var (number, heldAt) in arrivals)
        {
            switch (SessionOrder.Place([.. stored.OrderBy(s => s.Number)], number, heldAt))
            {
                case Placement.New made:
                    stored = [.. Moved(stored, made.Moves), new PlacedSession(made.Number, made.NumberGiven, heldAt)];
                    break;
                case Placement.Existing there:
                    stored = [.. Moved(stored, there.Moves).Select(s => s.Number == there.Session.Number && number is not null ? s with { NumberGiven = true } : s)];
                    break;
                case var other:
                    Assert.That(refusals, $"{number} at {heldAt} after {string.Join(", ", stored)}: {other}");
                    break;
            }
        }

        return stored;
    }

    private static IEnumerable<PlacedSession> Moved(List<PlacedSession> stored, IReadOnlyList<(int From, int To)> moves)
    {
        var to = moves.ToDictionary(m => m.From, m => m.To);
        return stored.Select(s => s with { Number = to.GetValueOrDefault(s.Number, s.Number) });
    }

    private static List<T> Shuffled<T>(IEnumerable<T> items, int seed)
    {
        var shuffled = items.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled];
    }
}
