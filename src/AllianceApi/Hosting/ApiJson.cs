using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AllianceApi.Hosting;

/// <summary>How the API writes JSON: camelCase, every member present (null where there is no value), instants in UTC, doubles in full.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>The UTF-8 bytes of a resource.</summary>
    public static byte[] Bytes(object value) => value is IQuickJson quick ? QuickJson.Bytes(quick) : Serialized(value);

    /// <summary>The same by the serializer, also where a resource could write itself.</summary>
    public static byte[] Serialized(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options.GetTypeInfo(value.GetType()));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine(ResourceJson.Default),
        };
        options.Converters.Add(new UtcInstantConverter());
        options.MakeReadOnly();
        return options;
    }

    private sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Instant.Read(reader.GetString() ?? "", out var instant) is null ? instant : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text());
    }
}
