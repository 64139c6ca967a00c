using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.Instruments;

/// <summary>Lists every instrument that the organization may use.</summary>
internal sealed record ListInstruments(Call Call) : IRequest<Outcome<Page<InstrumentView>>>, ICall
{
    public Operation Operation => Operation.ReadInstruments;

    public string Resource => "/v1/instruments";

    public static ListInstruments Read(Input input) => new(input.Call);
}

internal sealed class ListInstrumentsHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<ListInstruments, Outcome<Page<InstrumentView>>>
{
    // Instruments are no client's data: reading them leaves no audit row.
    public Task<Outcome<Page<InstrumentView>>> Handle(ListInstruments request, CancellationToken cancellationToken) => database.Read(
        session => Outcome<Page<InstrumentView>>.Ok(new([.. instruments.All(session, request.Call.Caller.Organization).Select(InstrumentView.Of)], null), 0),
        cancellationToken);
}

/// <summary>Reads one instrument.</summary>
internal sealed record GetInstrument(Call Call, string Id, string? Version) : IRequest<Outcome<InstrumentView>>, ICall
{
    /// <summary>The revision in every tag of an instrument: nothing asks If-Match of it, and the bytes, which hold its hash, tell two contents apart.</summary>
    public const long TagRevision = 1;

    public Operation Operation => Operation.ReadInstruments;

    public string Resource => Version is null ? $"/v1/instruments/{Id}" : $"/v1/instruments/{Id}/versions/{Version}";

    public static GetInstrument ReadCurrent(Input input) => new(input.Call, input.PathId("id"), null);

    public static GetInstrument ReadVersion(Input input) => new(input.Call, input.PathId("id"), input.PathId("version"));
}

internal sealed class GetInstrumentHandler(Database database, InstrumentRegistry instruments) : IRequestHandler<GetInstrument, Outcome<InstrumentView>>
{
    public Task<Outcome<InstrumentView>> Handle(GetInstrument request, CancellationToken cancellationToken) => database.Read(
        session => instruments.Find(session, request.Call.Caller.Organization, request.Id, request.Version) is { } document
            ? Outcome<InstrumentView>.Ok(InstrumentView.Of(document), GetInstrument.TagRevision)
            : Refusal.NotFound("instrument"),
        cancellationToken);
}
