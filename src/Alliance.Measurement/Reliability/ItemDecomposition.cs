using Alliance.Measurement.MixedModels;

namespace Alliance.Measurement.Reliability;

/// <summary>
/// Where the variance of a caseload's answers comes from: the client, the occasion within the client, the item, the client's own
/// way with an item, and the rest. It gives the error of one session's score without counting true change between sessions as
/// error, which alpha can not (Cranford et al., Personality and Social Psychology Bulletin 32, 2006, 917-929).
/// </summary>
/// <remarks>
/// answer = mean + client + occasion in client + item + client × item + residual, all normal and independent; variances by
/// restricted maximum likelihood, as lme4 fits
/// <c>x ~ 1 + (1 | client) + (1 | client:session) + (1 | item) + (1 | client:item)</c>. Answers that are missing are left out.
/// With k items: error variance of a session's score = residual / k, SEM its root, and the reliability of change =
/// occasion / (occasion + residual / k).
/// </remarks>
public sealed class ItemDecomposition
{
    /// <summary>Clients with <see cref="EnoughForms"/> forms or more from which on the estimates are steady enough to be used.</summary>
    public const int EnoughClients = 50;

    /// <summary>Forms of a client from which on it counts for <see cref="EnoughClients"/>.</summary>
    public const int EnoughForms = 3;

    private ItemDecomposition(int clients, int forms, int answers, int items, bool isEnough) =>
        (Clients, Forms, Answers, Items, IsEnough) = (clients, forms, answers, items, isEnough);

    /// <summary>Number of clients with an answer.</summary>
    public int Clients { get; }

    /// <summary>Number of forms with an answer.</summary>
    public int Forms { get; }

    /// <summary>Number of answers.</summary>
    public int Answers { get; }

    /// <summary>Number of items of the scale.</summary>
    public int Items { get; }

    /// <summary>Whether the caseload is large enough for the estimates to be used: 50 clients with three forms or more.</summary>
    public bool IsEnough { get; }

    /// <summary>Variance of clients; null where the variances are not determined.</summary>
    public double? ClientVariance { get; private init; }

    /// <summary>Variance of occasions within a client: what changes from session to session; null as above.</summary>
    public double? OccasionVariance { get; private init; }

    /// <summary>Variance of items; null as above.</summary>
    public double? ItemVariance { get; private init; }

    /// <summary>Variance of a client's own way with an item; null as above.</summary>
    public double? ClientByItemVariance { get; private init; }

    /// <summary>Residual variance of one answer; null as above.</summary>
    public double? ResidualVariance { get; private init; }

    /// <summary>Restricted log-likelihood; null as above.</summary>
    public double? LogLikelihood { get; private init; }

    /// <summary>Error variance of one session's score, residual / items; null as above.</summary>
    public double? ErrorVariance => ResidualVariance / Items;

    /// <summary>Standard error of measurement of one session's score; null as above.</summary>
    public double? StandardError => ErrorVariance is { } variance ? Math.Sqrt(variance) : null;

    /// <summary>Reliability of change within a person, 0 to 1; null as above.</summary>
    public double? ReliabilityOfChange => OccasionVariance / (OccasionVariance + ErrorVariance);

    /// <summary>Reliability of one session's score for telling clients apart, 0 to 1; null as above.</summary>
    public double? ReliabilityOfOneSession
    {
        get
        {
            var lasting = ClientVariance + (ClientByItemVariance / Items);
            return lasting / (lasting + OccasionVariance + ErrorVariance);
        }
    }

    /// <summary>Decomposes the answers of a caseload. All variances are null where they are not determined: under two clients,
    /// no client with two forms, or answers without any spread.</summary>
    /// <param name="forms">The forms, in any order; those without an answer do not count.</param>
    /// <param name="items">Number of items, 2 to 200.</param>
    /// <exception cref="ArgumentException">A form has another number of answers, or an answer is neither NaN nor a number of size up to 1e12.</exception>
    public static ItemDecomposition Of(IEnumerable<ItemForm> forms, int items)
    {
        ArgumentNullException.ThrowIfNull(forms);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, Instruments.ItemFormat.MaximumCount);
        var clients = forms.Select(f => Checked(f, items)).Where(f => f.Answers.Any(double.IsFinite)).GroupBy(f => f.Client, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(f => f.Answers).ToArray()).ToArray();
        var answers = clients.Sum(c => c.Sum(f => f.Count(double.IsFinite)));
        var isEnough = clients.Count(c => c.Length >= EnoughForms) >= EnoughClients;
        var empty = new ItemDecomposition(clients.Length, clients.Sum(c => c.Length), answers, items, isEnough);
        return clients.Length < 2 || clients.All(c => c.Length < 2) || new CrossedItems(clients, items, answers).Fit() is not { } fit
            ? empty
            : new ItemDecomposition(empty.Clients, empty.Forms, answers, items, isEnough)
            {
                ClientVariance = fit.Client,
                OccasionVariance = fit.Occasion,
                ItemVariance = fit.Item,
                ClientByItemVariance = fit.ClientByItem,
                ResidualVariance = fit.Residual,
                LogLikelihood = fit.LogLikelihood,
            };
    }

    private static ItemForm Checked(ItemForm form, int items)
    {
        if (form.Answers.IsDefault || form.Answers.Length != items)
            throw new ArgumentException($"A form of client {form.Client} has {(form.Answers.IsDefault ? 0 : form.Answers.Length)} answers, not {items}.", nameof(form));
        for (var i = 0; i < items; i++)
        {
            if (!double.IsNaN(form.Answers[i])) Require.Numbers([form.Answers[i]], $"answer {i + 1} of client {form.Client}");
        }

        return form;
    }
}
