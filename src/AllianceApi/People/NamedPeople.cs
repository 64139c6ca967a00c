using AllianceApi.Access;
using AllianceApi.Hosting;
using AllianceApi.Storage;
using MediatR;

namespace AllianceApi.People;

/// <summary>What another system calls a person.</summary>
/// <param name="System">Who gives such names, as a URI; empty where nobody is named.</param>
/// <param name="Value">The name.</param>
internal sealed record PersonIdentifier(string System, string Value);

/// <summary>A client or a clinician, known by identifiers only.</summary>
/// <param name="Kind">Client or clinician.</param>
/// <param name="Id">Our caller's id.</param>
/// <param name="Identifiers">What other systems call the person.</param>
/// <param name="Revision">Counts the changes.</param>
/// <param name="CreatedAt">When the person was entered.</param>
internal sealed record NamedPerson(PublicKind Kind, string Id, IReadOnlyList<PersonIdentifier> Identifiers, long Revision, DateTimeOffset CreatedAt);

/// <summary>Finds the person that an identifier names, or enters one: the same identifiers are the same person, however often they are sent.</summary>
/// <param name="Call">Who asks.</param>
/// <param name="Kind">Client or clinician.</param>
/// <param name="Id">Our caller's id, where it is named.</param>
/// <param name="Identifiers">What other systems call the person.</param>
internal sealed record EnterPerson(Call Call, PublicKind Kind, string? Id, IReadOnlyList<PersonIdentifier> Identifiers) : IRequest<Outcome<NamedPerson>>, ICall
{
    public Operation Operation => Kind == PublicKind.Client ? Operation.WriteClient : Operation.WriteClinician;

    public string Resource => Kind == PublicKind.Client ? "/v1/clients" : "/v1/clinicians";
}

internal sealed class EnterPersonHandler(Database database) : IRequestHandler<EnterPerson, Outcome<NamedPerson>>
{
    public Task<Outcome<NamedPerson>> Handle(EnterPerson request, CancellationToken cancellationToken) =>
        database.Write(request, session => Enter(session, request), cancellationToken);

    private static Outcome<NamedPerson> Enter(Session session, EnterPerson request)
    {
        var (caller, kind) = (request.Call.Caller, request.Kind);
        var named = request.Identifiers.Select(i => PersonIdentifierStore.Owner(session, caller.Organization, kind, i)).Append(request.Id).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (named.Count > 1)
        {
            return new Refusal(ProblemType.AlreadyExists, "The identifiers name different persons. Send those of one person.");
        }

        var id = named.Count == 1 ? named[0] : Made(request);
        session.ClientId = kind == PublicKind.Client ? id : null;
        var person = NamedPersons.Find(session, caller, request.Operation, kind, id);
        if (person is null && NamedPersons.Exists(session, caller.Organization, kind, id))
        {
            return Refusal.NotFound(kind.ToString().ToLowerInvariant());
        }

        if (person is null)
        {
            NamedPersons.Save(session, caller, kind, id);
        }

        PersonIdentifierStore.Add(session, caller.Organization, kind, id, request.Identifiers);
        var entered = NamedPersons.Find(session, caller, request.Operation, kind, id)!;
        return person is null ? Outcome<NamedPerson>.Created(entered, $"{request.Resource}/{id}", 1) : Outcome<NamedPerson>.Ok(entered, entered.Revision);
    }

    // Known by a foreign identifier alone: an id made from it, so that the same identifier leads to the same person.
    private static string Made(EnterPerson request)
    {
        var first = request.Identifiers.OrderBy(i => i.System, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal).First();
        return "x-" + PublicId.Of(request.Kind, request.Call.Caller.Organization, $"{first.System}\n{first.Value}");
    }
}

/// <summary>Which persons are asked for: all in sight, those with an id, or those that an identifier names.</summary>
/// <param name="Ids">Our callers' ids; null where they do not matter.</param>
/// <param name="Identifiers">Names in a system: in any where that is null, our callers' ids where it is empty; null where they do not matter.</param>
internal sealed record PersonFilter(IReadOnlyList<string>? Ids, IReadOnlyList<(string? System, string Value)>? Identifiers);

/// <summary>Finds persons by what they are called.</summary>
internal sealed record FindPeople(Call Call, PublicKind Kind, PersonFilter Filter, string? After, int Limit) : IRequest<Outcome<Page<NamedPerson>>>, ICall
{
    public Operation Operation => Kind == PublicKind.Client ? Operation.ReadClient : Operation.ReadClinician;

    public string Resource => Kind == PublicKind.Client ? "/v1/clients" : "/v1/clinicians";
}

internal sealed class FindPeopleHandler(Database database) : IRequestHandler<FindPeople, Outcome<Page<NamedPerson>>>
{
    public Task<Outcome<Page<NamedPerson>>> Handle(FindPeople request, CancellationToken cancellationToken) =>
        database.Read(request, session => Find(session, request), cancellationToken);

    private static Outcome<Page<NamedPerson>> Find(Session session, FindPeople request)
    {
        var (caller, kind) = (request.Call.Caller, request.Kind);
        if (Named(session, request) is not { } ids)
        {
            return new Page<NamedPerson>(NamedPersons.List(session, caller, kind, request.After, request.Limit), null);
        }

        var found = ids.Where(id => string.CompareOrdinal(id, request.After ?? "") > 0).Order(StringComparer.Ordinal)
            .Select(id => NamedPersons.Find(session, caller, request.Operation, kind, id)).OfType<NamedPerson>().Take(request.Limit).ToList();
        session.ClientId = kind == PublicKind.Client && found.Count == 1 ? found[0].Id : null;
        return new Page<NamedPerson>(found, null);
    }

    private static HashSet<string>? Named(Session session, FindPeople request)
    {
        var organization = request.Call.Caller.Organization;
        HashSet<string>? ids = request.Filter.Ids is { } given ? new(given, StringComparer.Ordinal) : null;
        if (request.Filter.Identifiers is not { } identifiers)
        {
            return ids;
        }

        var named = identifiers.SelectMany(i => i.System switch
        {
            "" => [i.Value],
            { } system => new[] { PersonIdentifierStore.Owner(session, organization, request.Kind, new PersonIdentifier(system, i.Value)) }.OfType<string>(),
            null => PersonIdentifierStore.Owners(session, organization, request.Kind, i.Value).Append(i.Value),
        });
        if (ids is null)
        {
            return new(named, StringComparer.Ordinal);
        }

        ids.IntersectWith(named);
        return ids;
    }
}

/// <summary>Clients and clinicians, where it does not matter which.</summary>
internal static class NamedPersons
{
    public static NamedPerson? Find(Session session, Caller caller, Operation operation, PublicKind kind, string id) =>
        (kind == PublicKind.Client ? PeopleStore.FindClient(session, caller, operation, id) : PeopleStore.FindClinician(session, caller, operation, id)) is { } row
            ? Of(session, caller.Organization, kind, row)
            : null;

    public static bool Exists(Session session, string organization, PublicKind kind, string id) =>
        kind == PublicKind.Client ? PeopleStore.ClientExists(session, organization, id) : PeopleStore.ClinicianExists(session, organization, id);

    public static List<NamedPerson> List(Session session, Caller caller, PublicKind kind, string? after, int limit) =>
        (kind == PublicKind.Client ? PeopleStore.ListClients(session, caller, after, limit) : PeopleStore.ListClinicians(session, caller, after, limit))
            .ConvertAll(r => Of(session, caller.Organization, kind, r));

    public static void Save(Session session, Caller caller, PublicKind kind, string id)
    {
        if (kind == PublicKind.Client)
        {
            PeopleStore.SaveClient(session, caller.Organization, id, null, caller.ClinicianId, 1);
        }
        else
        {
            PeopleStore.SaveClinician(session, caller.Organization, id, null, 1);
        }
    }

    private static NamedPerson Of(Session session, string organization, PublicKind kind, PeopleStore.PersonRow row) =>
        new(kind, row.Id, PersonIdentifierStore.Of(session, organization, kind, row.Id), row.Revision, Instant.FromStore(row.CreatedAt));
}
