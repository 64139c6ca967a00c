using System.Globalization;
using System.Text.Json;
using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Instruments;

/// <summary>Attaches licensed texts to an instrument in one language. The wording is whole where there are no faults.</summary>
internal sealed record PutWording(Call Call, string Id, string Version, string Language, InstrumentWording Wording, Precondition? Precondition)
    : IRequest<Outcome<InstrumentWording>>, ICall, IJudgedByDefinition
{
    private const int LongestText = 2000;

    public Faults Faults { get; init; } = new();

    public Operation Operation => Operation.ManageInstruments;

    public string Resource => $"/v1/instruments/{Id}/versions/{Version}/wording/{Language}";

    public static PutWording Read(Input input)
    {
        var body = input.Body!;
        var language = input.Path("language");
        if (language.Length is < 2 or > 35 || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            input.Faults.Add("path:language", "invalid-format", "A language is a BCP 47 tag such as en or de-CH.");
        }

        var title = body.Text("title", required: true);
        var instructions = body.Text("instructions", required: true, LongestText);
        var items = Texts(body, "items", required: true);
        var therapist = Texts(body, "itemsTherapist", required: false);
        var anchors = Texts(body, "anchors", required: true);
        var licence = body.Object("licence", required: true);
        var attested = licence is null ? null : new WordingLicence(licence.Text("holder", required: true)!, licence.Text("reference", required: true, LongestText)!, licence.Text("attestedBy", required: true)!);
        licence?.Done();
        var wording = new InstrumentWording(title!, instructions!, items!, anchors!, attested!, therapist);
        return new PutWording(input.Call, input.PathId("id"), input.PathId("version"), language, wording, input.Precondition) { Faults = input.Faults };
    }

    private static SortedDictionary<string, string>? Texts(Members body, string name, bool required)
    {
        if (body.Object(name, required) is not { } texts)
        {
            return null;
        }

        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, _) in texts.Each())
        {
            if (texts.Text(key, required: true, LongestText) is { } text)
            {
                read[key] = text;
            }
        }

        return read;
    }
}

internal sealed class PutWordingHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<PutWording, Outcome<InstrumentWording>>
{
    public Task<Outcome<InstrumentWording>> Handle(PutWording request, CancellationToken cancellationToken) =>
        request.Faults.Any
            ? database.Read(request, session => (Outcome<InstrumentWording>)Judge(session, request)!, cancellationToken)
            : database.Write(request, session => Put(session, request), cancellationToken);

    // A part whose form is wrong is null, and was told already.
    private Refusal? Judge(Session session, PutWording request)
    {
        var (wording, faults) = (request.Wording, request.Faults.Copy());
        if (instruments.Find(session, request.Call.Caller.Organization, request.Id, request.Version) is { } document)
        {
            CheckItems(faults, document, "/items", wording.Items);
            CheckItems(faults, document, "/itemsTherapist", wording.ItemsTherapist);
            CheckAnchors(faults, document, wording.Anchors);
        }
        else if (!faults.Any)
        {
            return Refusal.NotFound("instrument");
        }

        return faults.Any ? Refusal.Invalid(faults.All) : null;
    }

    private Outcome<InstrumentWording> Put(Session session, PutWording request)
    {
        var organization = request.Call.Caller.Organization;
        if (Judge(session, request) is { } fault)
        {
            return fault;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(request.Wording, InstrumentDefinition.Json);
        var stored = InstrumentStore.FindWording(session, organization, request.Id, request.Version, request.Language);
        if (stored?.Document.AsSpan().SequenceEqual(bytes) == true)
        {
            return Outcome<InstrumentWording>.Ok(request.Wording!, stored.Revision);
        }

        var failed = stored is null ? Precondition.CheckAbsent(request.Precondition) : Precondition.Check(request.Precondition, stored.Revision);
        if (failed is not null)
        {
            return failed;
        }

        var revision = (stored?.Revision ?? 0) + 1;
        InstrumentStore.SaveWording(session, organization, request.Id, request.Version, request.Language, bytes, revision);
        return stored is null
            ? Outcome<InstrumentWording>.Created(request.Wording, request.Resource, revision)
            : Outcome<InstrumentWording>.Ok(request.Wording, revision);
    }

    private static void CheckItems(Faults faults, InstrumentDocument document, string pointer, IReadOnlyDictionary<string, string>? items)
    {
        if (items is null)
        {
            return;
        }

        for (var number = 1; number <= document.Instrument.Items.Count; number++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{number}");
            if (!items.ContainsKey(number.ToString(CultureInfo.InvariantCulture)) && !faults.Has(at))
            {
                faults.Add(at, "required", $"The text of item {number} is missing.");
            }
        }

        foreach (var key in items.Keys)
        {
            // Written otherwise (03), a number would be a second text for its item.
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > document.Instrument.Items.Count || key[0] == '0')
            {
                faults.Add($"{pointer}/{Members.Escaped(key)}", "unknown-item", $"The form has items 1 to {document.Instrument.Items.Count}.");
            }
        }
    }

    private static void CheckAnchors(Faults faults, InstrumentDocument document, IReadOnlyDictionary<string, string>? anchors)
    {
        foreach (var key in anchors?.Keys ?? [])
        {
            if (!double.TryParse(key, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || !document.Instrument.Items.Accepts(value))
            {
                faults.Add($"/anchors/{Members.Escaped(key)}", "out-of-range", $"An anchor belongs to a value from {document.Instrument.Items.Minimum} to {document.Instrument.Items.Maximum}.");
            }
        }
    }
}
