using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace AllianceApi.Storage.Postgres;

/// <summary>Statements whose values come by their places: for many rows, hundreds in one trip to the server, and as queries.</summary>
internal static partial class RepeatedStatements
{
    private const int MostInOneTrip = 500;
    private static readonly ConcurrentDictionary<string, string> Numbered = new(StringComparer.Ordinal);

    /// <summary>Runs it; the values of a row stand in the order in which the statement first names its parameters.</summary>
    public static void Run<T>(NpgsqlConnection connection, string sql, IReadOnlyList<T> rows, Func<T, object?[]> values)
    {
        var text = Numbered.GetOrAdd(sql, Number);
        foreach (var some in rows.Chunk(MostInOneTrip))
        {
            using var batch = new NpgsqlBatch(connection);
            foreach (var row in some)
            {
                var command = new NpgsqlBatchCommand(text);
                foreach (var value in values(row))
                {
                    command.Parameters.Add(Parameter(value));
                }

                batch.BatchCommands.Add(command);
            }

            batch.ExecuteNonQuery();
        }
    }

    /// <summary>Runs it as a query and reads every row.</summary>
    public static List<T> Read<T>(NpgsqlConnection connection, string sql, object?[] values, Func<IStoredRow, T> read)
    {
        using var command = new NpgsqlCommand(Numbered.GetOrAdd(sql, Number), connection);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        // What reads a row may ask the store for more (a key that opens it), and a connection runs one command at a time.
        var rows = new List<object[]>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }

        return rows.ConvertAll(r => read(new FetchedRow(r)));
    }

    // A null has no type of its own: the server takes that of the column.
    private static NpgsqlParameter Parameter(object? value) => new() { Value = value ?? DBNull.Value };

    /// <summary>Names become numbers, by their first place.</summary>
    private static string Number(string sql)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        return Name().Replace(sql, match =>
        {
            places.TryAdd(match.Value, places.Count + 1);
            return "$" + places[match.Value].ToString(CultureInfo.InvariantCulture);
        });
    }

    [GeneratedRegex("@[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
