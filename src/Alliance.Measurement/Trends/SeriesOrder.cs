namespace Alliance.Measurement.Trends;

/// <summary>Puts the forms of a series in the order of their sessions and refuses what contradicts itself.</summary>
internal static class SeriesOrder
{
    /// <summary>The forms on which at least one scale was scored, by session.</summary>
    /// <exception cref="ArgumentException">
    /// A session number is outside 1 to 10,000 or comes twice, a later number was held earlier, or a form has other scales than
    /// the model.
    /// </exception>
    public static SeriesForm[] Of(SeriesModel model, IReadOnlyList<SeriesForm> forms)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(forms);
        var (ordered, count) = (new SeriesForm[forms.Count], 0);
        for (var i = 0; i < forms.Count; i++)
        {
            var form = forms[i];
            if (form.Means.IsDefault || form.Means.Length != model.Scales.Length)
                throw new ArgumentException($"Session {form.Session} needs {model.Scales.Length} means, one for each scale.", nameof(forms));
            if (form.IsScored)
                ordered[count++] = form;
        }

        Array.Resize(ref ordered, count);
        if (!Rises(ordered))
            Array.Sort(ordered, static (a, b) => a.Session.CompareTo(b.Session));
        Check(ordered);
        return ordered;
    }

    private static bool Rises(SeriesForm[] forms)
    {
        for (var i = 1; i < forms.Length; i++)
        {
            if (forms[i].Session <= forms[i - 1].Session)
                return false;
        }

        return true;
    }

    private static void Check(SeriesForm[] forms)
    {
        if (forms is [{ Session: < 1 }, ..])
            throw new ArgumentException($"Session numbers begin at 1; {forms[0].Session} does not.", nameof(forms));
        if (forms is [.., { Session: > SeriesTrend.MaximumSession }])
            throw new ArgumentException($"Session numbers end at {SeriesTrend.MaximumSession}; {forms[^1].Session} is above.", nameof(forms));
        for (var i = 1; i < forms.Length; i++)
        {
            var (before, form) = (forms[i - 1], forms[i]);
            if (form.Session == before.Session)
                throw new ArgumentException($"Session {form.Session} comes twice.", nameof(forms));
            if (form.HeldAt < before.HeldAt)
                throw new ArgumentException($"Session {form.Session} was held before session {before.Session}.", nameof(forms));
        }
    }
}
