using System.Text.Json.Serialization;

namespace AllianceApi.CdsHooks;

/// <summary>One hook in the discovery document.</summary>
internal sealed record HookEntry(string Hook, string Title, string Description, string Id, IReadOnlyDictionary<string, string> Prefetch);

/// <summary>The discovery document.</summary>
internal sealed record HookList(IReadOnlyList<HookEntry> Services);

/// <summary>What is to be shown.</summary>
internal sealed record CardList(IReadOnlyList<Card> Cards);

/// <summary>A card as CDS Hooks 2.0 has it.</summary>
/// <param name="Uuid">Id of this showing, by which feedback names it.</param>
/// <param name="Summary">One sentence of fewer than 140 characters.</param>
/// <param name="Indicator">info or warning; nothing that we know is ever critical.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Detail">More, in Markdown.</param>
/// <param name="Links">Where to look.</param>
/// <param name="OverrideReasons">What may be said when it is set aside.</param>
internal sealed record Card(string Uuid, string Summary, string Indicator, CardSource Source, string Detail, IReadOnlyList<CardLink> Links, IReadOnlyList<OverrideReason> OverrideReasons);

/// <summary>Who shows a card.</summary>
internal sealed record CardSource(string Label, string Url);

/// <summary>Where a card leads: a page, or an app to be launched.</summary>
internal sealed record CardLink(string Label, string Url, string Type, string? AppContext);

/// <summary>Why a card was set aside.</summary>
internal sealed record OverrideReason(string Code, string System, string Display);

/// <summary>What CDS clients are sent; what has no value is left out, because they may bear neither null nor an empty text.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HookList))]
[JsonSerializable(typeof(CardList))]
internal sealed partial class HookJson : JsonSerializerContext;
