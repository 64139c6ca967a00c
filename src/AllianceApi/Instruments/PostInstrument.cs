using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Instruments;

/// <summary>Enters an own instrument.</summary>
internal sealed record PostInstrument(Call Call, InstrumentSubmission Submission) : IRequest<Outcome<InstrumentView>>, ICall
{
    public Operation Operation => Operation.ManageInstruments;

    public string Resource => "/v1/instruments";

    public static PostInstrument Read(Input input)
    {
        var body = input.Body!;
        var submission = new InstrumentSubmission(
            body.Text("id"), body.Text("version"), body.Text("name"), Texts(body, "raters"), Items(body.Object("items")), Scales(body), Missing(body.Object("missing")),
            body.Text("metric"), Parameters(body), body.Text("citation", longest: InstrumentRules.MaximumText), body.Text("licence", longest: InstrumentRules.MaximumText));
        body.Faults.AddRange(NotTold(InstrumentRules.FaultsOf(submission), body.Faults.All));
        return new PostInstrument(input.Call, submission);
    }

    // A part whose form is wrong is told so once: no rule about that part, nor about what it holds or is held by.
    private static List<Fault> NotTold(IReadOnlyList<Fault> rules, IReadOnlyList<Fault> told)
    {
        var parts = told.Select(f => f.Pointer + "/").ToList();
        return [.. rules.Where(r => !parts.Exists(p => p.StartsWith(r.Pointer + "/", StringComparison.Ordinal) || (r.Pointer + "/").StartsWith(p, StringComparison.Ordinal)))];
    }

    private static SubmittedItems? Items(Members? items)
    {
        if (items is null)
        {
            return null;
        }

        var read = new SubmittedItems(items.Whole("count"), items.Number("min"), items.Number("max"), items.Number("step"), Numbers(items, "reversed"));
        items.Done();
        return read;
    }

    private static List<SubmittedScale?>? Scales(Members body)
    {
        var elements = body.Array("scales");
        return elements is null ? null : [.. elements.Select((e, i) => Scale(new Members(e, $"{body.At("scales")}/{i}", body.Faults)))];
    }

    private static SubmittedScale Scale(Members scale)
    {
        var read = new SubmittedScale(scale.Text("scale"), Numbers(scale, "items"));
        scale.Done();
        return read;
    }

    private static SubmittedMissing? Missing(Members? missing)
    {
        if (missing is null)
        {
            return null;
        }

        var read = new SubmittedMissing(missing.Number("minimumShare"));
        missing.Done();
        return read;
    }

    private static Dictionary<string, SubmittedParameters?>? Parameters(Members body)
    {
        if (body.Object("parameters") is not { } parameters)
        {
            return null;
        }

        var read = new Dictionary<string, SubmittedParameters?>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters.Each())
        {
            var one = new Members(value, parameters.At(name), body.Faults);
            read[name] = new SubmittedParameters(one.Number("sem"), one.Number("r"), one.Text("source", longest: InstrumentRules.MaximumText));
            one.Done();
        }

        return read;
    }

    private static List<string?>? Texts(Members body, string name) =>
        body.Array(name) is { } elements ? [.. elements.Select(JsonText.Of)] : null;

    private static List<int>? Numbers(Members members, string name)
    {
        if (members.Array(name) is not { } elements)
        {
            return null;
        }

        var numbers = new List<int>();
        for (var i = 0; i < elements.Count; i++)
        {
            // A fault here keeps its place in the list, so that the pointers of the rules still fit.
            numbers.Add(members.Whole(elements[i], $"{members.At(name)}/{i}", int.MinValue, int.MaxValue) ?? 0);
        }

        return numbers;
    }
}

internal sealed class PostInstrumentHandler(Database database) : IRequestHandler<PostInstrument, Outcome<InstrumentView>>
{
    public Task<Outcome<InstrumentView>> Handle(PostInstrument request, CancellationToken cancellationToken) =>
        database.Write(request, session => Post(session, request), cancellationToken);

    private static Outcome<InstrumentView> Post(Session session, PostInstrument request)
    {
        var organization = request.Call.Caller.Organization;
        var document = InstrumentDocument.From(request.Submission);
        var (id, version) = (document.Instrument.Id, document.Instrument.Version);
        var path = $"/v1/instruments/{id}/versions/{version}";
        if (InstrumentLibrary.Shipped.Find(id) is not null)
        {
            return new Refusal(ProblemType.AlreadyExists, "An instrument of this id comes with the service. Choose another id.") { Existing = $"/v1/instruments/{id}" };
        }

        var stored = InstrumentStore.Find(session, organization, id, version);
        if (stored is null)
        {
            InstrumentStore.Save(session, organization, document, 1);
            return Outcome<InstrumentView>.Created(InstrumentView.Of(document), path, GetInstrument.TagRevision);
        }

        if (stored.Definition.AsSpan().SequenceEqual(document.Utf8.Span))
        {
            return Outcome<InstrumentView>.Ok(InstrumentView.Of(document), GetInstrument.TagRevision);
        }

        if (InstrumentStore.IsUsed(session, organization, id, version))
        {
            return new Refusal(ProblemType.InUse, "Responses use this version. Enter the change as a new version.") { Existing = path };
        }

        InstrumentStore.Save(session, organization, document, stored.Revision + 1);
        return Outcome<InstrumentView>.Ok(InstrumentView.Of(document), GetInstrument.TagRevision);
    }
}
