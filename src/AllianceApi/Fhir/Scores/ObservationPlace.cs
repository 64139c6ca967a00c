using System.Globalization;

namespace AllianceApi.Fhir.Scores;

/// <summary>Where an Observation stands in an order: by its key, scores before estimates, then by what it comes from and its place there.</summary>
internal sealed record ObservationPlace(long Key, int Kind, string Id, int Place)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key}|{Kind}|{Place}|{Id}");

    public static ObservationPlace? Read(string? text)
    {
        var parts = text?.Split('|', 4);
        return parts is null ? null : new ObservationPlace(
            long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), parts[3], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public int Compare(ObservationPlace other, bool descending)
    {
        var turn = descending ? -1 : 1;
        var key = Key.CompareTo(other.Key) * turn;
        var kind = key != 0 ? key : Kind.CompareTo(other.Kind);
        var id = kind != 0 ? kind : string.CompareOrdinal(Id, other.Id) * turn;
        return id != 0 ? id : Place.CompareTo(other.Place);
    }
}
