using System.Text.Json.Serialization;
using AllianceApi.Alerts;
using AllianceApi.Storage;

namespace AllianceApi.Hosting;

/// <summary>JSON that leaves out what has no value: problem documents, and what the store keeps for itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(KeptRefusal))]
[JsonSerializable(typeof(Because))]
internal sealed partial class StoredJson : JsonSerializerContext;
