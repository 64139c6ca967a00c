using AllianceApi.Access;
using AllianceApi.Hosting;
using MediatR;

namespace AllianceApi.Instruments;

/// <summary>The routes of instruments.</summary>
internal static class InstrumentRoutes
{
    public static void MapInstruments(this IEndpointRouteBuilder app)
    {
        var instruments = app.MapResource("Instruments");
        instruments.MapGet("/v1/instruments", (HttpContext http, ISender sender) => Rest.Get<ListInstruments, Page<InstrumentView>>(http, sender, ListInstruments.Read))
            .Allows(Operation.ReadInstruments).Headers(HeaderParameter.IfNoneMatch).Gives<Page<InstrumentView>>(200, 304)
            .Describe("listInstruments", "Lists the instruments", "Those that come with the service and the organization's own. Numbers only, never the wording of an item.");
        instruments.MapGet("/v1/instruments/{id}", (string id, HttpContext http, ISender sender) => Rest.Get<GetInstrument, InstrumentView>(http, sender, GetInstrument.ReadCurrent))
            .Allows(Operation.ReadInstruments).Headers(HeaderParameter.IfNoneMatch).Gives<InstrumentView>(200, 304, 404)
            .Describe("getInstrument", "Reads an instrument at its current version", "Items, scales, missing rule, error parameters with their source, citations, licence note and hash.");
        instruments.MapGet("/v1/instruments/{id}/versions/{version}", (string id, string version, HttpContext http, ISender sender) =>
                Rest.Get<GetInstrument, InstrumentView>(http, sender, GetInstrument.ReadVersion))
            .Allows(Operation.ReadInstruments).Headers(HeaderParameter.IfNoneMatch).Gives<InstrumentView>(200, 304, 404)
            .Describe("getInstrumentVersion", "Reads an instrument at one version", "Scores name the version that they were made by.");
        instruments.MapPost("/v1/instruments", (HttpContext http, ISender sender) => Rest.Post<PostInstrument, InstrumentView>(http, sender, PostInstrument.Read))
            .Allows(Operation.ManageInstruments).Takes<InstrumentSubmission>().Headers(HeaderParameter.IdempotencyKey).Gives<InstrumentView>(201, 200, 409, 422)
            .Describe("postInstrument", "Enters an own instrument", "Immutable once a response uses that version. The same content again is 200.");
        instruments.MapPut("/v1/instruments/{id}/versions/{version}/wording/{language}", (string id, string version, string language, HttpContext http, ISender sender) =>
                Rest.Post<PutWording, InstrumentWording>(http, sender, PutWording.Read))
            .Allows(Operation.ManageInstruments).Takes<InstrumentWording>().Headers(HeaderParameter.IfMatch).Gives<InstrumentWording>(201, 200, 404, 412, 428)
            .Describe("putWording", "Attaches licensed texts", "The item texts of most instruments are copyrighted: attach them only under a licence, which is named and attested here.");
    }
}
