using System.Globalization;
using AllianceApi.Access;
using AllianceApi.Access.Organizations;
using AllianceApi.Alerts;
using AllianceApi.Episodes;
using AllianceApi.Hosting;
using AllianceApi.People;
using AllianceApi.Responses;
using MediatR;

namespace AllianceApi.Demo;

/// <summary>
/// Enters the demo clinic through the use cases, as a door of the API would. Everything is drawn from the plan and the day, so
/// doing it again after an interruption changes nothing that is there.
/// </summary>
internal sealed class DemoFilling(ISender sender, DateOnly day)
{
    public const string KeyId = "demo";
    public const string Name = "demo clinic";

    private static readonly Call Integration = new(new Caller(OrganizationStore.Default, KeyId, Name, Role.Integration, null, [], false), "local", null);

    /// <summary>The result of a use case that must succeed here.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static T Expect<T>(Outcome<T> outcome)
        where T : class =>
        outcome.Value ?? throw new InvalidOperationException($"The demo clinic could not be entered: {outcome.Refusal?.Type.Slug}. {outcome.Refusal?.Detail}");

    public async Task Run(CancellationToken cancellationToken)
    {
        foreach (var (id, label) in DemoPlan.Clinicians)
        {
            Expect(await sender.Send(new PutClinician(Integration, id, label, null), cancellationToken));
        }

        // The courses side by side, so that their writes share commits.
        await Task.WhenAll(DemoPlan.Courses.Select((course, i) => Enter(course, (ulong)i + 1, cancellationToken)));
    }

    private async Task Enter(DemoCourse course, ulong seed, CancellationToken cancellationToken)
    {
        var form = new DemoForm(course, day, seed);
        var clinicianId = DemoPlan.Clinicians[course.Clinician].Id;
        Expect(await sender.Send(new PutClient(Integration, course.ClientId, course.Label, null), cancellationToken));
        Expect(await sender.Send(
            new PutEpisode(Integration, course.EpisodeId, course.ClientId, clinicianId, DemoPlan.Instrument, form.Day(1), null, false, null), cancellationToken));
        var clinician = new Call(new Caller(OrganizationStore.Default, KeyId, Name, Role.Clinician, clinicianId, [], false), "local", null);
        IReadOnlyList<AlertReference> alerts = [];
        foreach (var number in Enumerable.Range(1, course.Sessions).Except(course.Missing))
        {
            if (course.Therapist is { } therapist)
            {
                await Submit(course, form.Fill(number, "therapist", therapist(number)), cancellationToken);
            }

            alerts = (await Submit(course, form.Fill(number, "client", course.Level(number)), cancellationToken)).Alerts;
            await Act(clinician, alerts, course.Acts.GetValueOrDefault(number), cancellationToken);
        }

        await Act(clinician, alerts, course.Acts.GetValueOrDefault(0), cancellationToken);
    }

    private async Task<ResponseResource> Submit(DemoCourse course, Submission submission, CancellationToken cancellationToken) =>
        Expect(await sender.Send(new SubmitResponse(Integration, course.EpisodeId, submission), cancellationToken));

    private async Task Act(Call clinician, IReadOnlyList<AlertReference> alerts, string? state, CancellationToken cancellationToken)
    {
        foreach (var alert in alerts.Where(a => state is not null && AlertStates.MayBecome(a.State, state)))
        {
            Expect(await sender.Send(new SetAlertState(clinician, alert.Id, state, null), cancellationToken));
        }
    }
}

/// <summary>Fills in forms for a course: the answers are drawn about the level of each session.</summary>
internal sealed class DemoForm(DemoCourse course, DateOnly day, ulong seed)
{
    private const int Items = 9;
    private static readonly double[] ItemShift = [0.1, -0.1, 0, 0.15, 0, -0.15, 0.05, 0.1, -0.15];

    private readonly DemoNoise _noise = new(seed);

    /// <summary>The day of a session: weekly, the last one a few days before the demo's day.</summary>
    public DateOnly Day(int number) => day.AddDays(-course.DaysAgo - (7 * (course.Sessions - number)));

    /// <summary>One rater's form for one session.</summary>
    public Submission Fill(int number, string rater, double level)
    {
        var heldAt = new DateTimeOffset(Day(number), new TimeOnly(9 + (int)(seed % 8), 0), TimeSpan.Zero);
        var session = level + (course.Scatter * _noise.Bell());
        var answers = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var item = 1; item <= Items; item++)
        {
            var drawn = session + ItemShift[item - 1] + (course.ItemScatter * _noise.Bell());
            var answer = course.ItemScatter > 0 ? drawn : level;
            if (rater == "therapist" || course.Unanswered.GetValueOrDefault(number) != item)
            {
                answers[item.ToString(CultureInfo.InvariantCulture)] = Math.Clamp(Math.Round(answer), 1, 5);
            }
        }

        return new Submission(
            new NamedSession(number, heldAt, number % 5 == 0 ? "video" : "inPerson"),
            DemoPlan.Instrument,
            rater,
            answers,
            heldAt.AddMinutes(52),
            Math.Round(60 + (60 * _noise.Even())),
            rater == "client" ? "aloneOnTablet" : null);
    }
}
