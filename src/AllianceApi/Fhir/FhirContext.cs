using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Instruments;
using MediatR;

namespace AllianceApi.Fhir;

/// <summary>What every interaction of one HTTP request shares: who calls, where we are, and the way to the use cases.</summary>
internal sealed class FhirContext(Call call, ISender sender, FhirNames names, Cursors cursors, string serverBase, IReadOnlyList<string> languages, TimeProvider clock, CancellationToken aborted)
{
    private readonly Dictionary<string, IReadOnlyList<InstrumentForm>> _forms = new(StringComparer.Ordinal);

    public Call Call => call;

    /// <summary>The same for a caller who reaches less.</summary>
    public FhirContext Of(Call narrower) => ReferenceEquals(narrower.Caller, call.Caller) ? this : new FhirContext(narrower, sender, names, cursors, serverBase, languages, clock, aborted);

    public FhirNames Names => names;

    public Cursors Cursors => cursors;

    public string Organization => call.Caller.Organization;

    /// <summary>Base of the FHIR routes, without a slash at its end.</summary>
    public string Base => serverBase;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Begin of our canonical URLs.</summary>
    public string Canonical => names.CanonicalBase ?? serverBase;

    public Task<Outcome<T>> Send<T>(IRequest<Outcome<T>> request)
        where T : class => sender.Send(request, aborted);

    /// <summary>The public id of a person or an episode of the caller's organization.</summary>
    public string IdOf(PublicKind kind, string externalId) => PublicId.Of(kind, Organization, externalId);

    /// <summary>What a public id stands for; null for nothing.</summary>
    public async Task<string?> Resolve(PublicKind kind, string publicId) => (await Send(new ResolvePublicId(call, kind, publicId))).Value?.ExternalId;

    /// <summary>The versions of an instrument as forms; all instruments where no id is given.</summary>
    public async Task<IReadOnlyList<InstrumentForm>> Forms(string? id)
    {
        if (!_forms.TryGetValue(id ?? "", out var forms))
        {
            _forms[id ?? ""] = forms = (await Send(new ListForms(call, id, languages))).Value?.Items ?? [];
        }

        return forms;
    }

    /// <summary>One version of an instrument; the current one where none is named; null where there is none.</summary>
    public async Task<InstrumentForm?> Form(string id, string? version) =>
        (await Forms(id)).FirstOrDefault(f => version is null ? f.IsCurrent : f.View.Version == version);

    /// <summary>The same for work that outlives the request.</summary>
    public FhirContext For(CancellationToken stopping) => new(call, sender, names, cursors, serverBase, languages, clock, stopping);

    /// <summary>Runs interactions in one transaction.</summary>
    public Task<Outcome<AllDone>> Together(Func<Task<Refusal?>> work) => Send(new Together(call, Operation.ReadInstruments, FhirNames.Path, work));
}
