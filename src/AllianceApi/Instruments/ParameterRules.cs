using Alliance.Measurement.Instruments;
using AllianceApi.Hosting;

namespace AllianceApi.Instruments;

/// <summary>The rules for the stated errors of an own instrument.</summary>
internal static class ParameterRules
{
    /// <summary>Adds what is wrong with the parameters; each must belong to one of the scales.</summary>
    public static void Check(
        List<Fault> faults, IReadOnlyDictionary<string, SubmittedParameters?>? parameters, IReadOnlyList<SubmittedScale?>? scales)
    {
        foreach (var (scale, stated) in parameters ?? new Dictionary<string, SubmittedParameters?>())
        {
            var pointer = $"/parameters/{Members.Escaped(scale)}";
            // Where the scales or their names are missing, that is said once, of them.
            if (scales is { Count: > 0 } && scales.All(s => s?.Scale is not null) && !scales.Any(s => string.Equals(s?.Scale, scale, StringComparison.Ordinal)))
            {
                faults.Add(new Fault(pointer, InstrumentRules.Unknown, "Parameters belong to a scale of the instrument; it has none of this name."));
            }

            if (stated is null)
            {
                faults.Add(new Fault(pointer, InstrumentRules.Required, "The parameters of a scale are an object with sem and source."));
                continue;
            }

            CheckErrors(faults, pointer, stated);
            InstrumentRules.CheckText(faults, $"{pointer}/source", stated.Source, InstrumentRules.MaximumText);
        }
    }

    private static void CheckErrors(List<Fault> faults, string pointer, SubmittedParameters stated)
    {
        if (stated.Sem is not { } sem)
        {
            faults.Add(new Fault($"{pointer}/sem", InstrumentRules.Required, "The standard error of measurement is required."));
            sem = 0;
        }
        else if (!(sem >= 0 && sem <= ScaleParameters.GreatestStandardError))
        {
            faults.Add(new Fault($"{pointer}/sem", InstrumentRules.OutOfRange, "A standard error is 0 to a million."));
            sem = 0;
        }

        if (stated.R is { } r && !(r > 0 && r >= sem * sem && r <= ScaleParameters.GreatestStandardError * ScaleParameters.GreatestStandardError))
        {
            faults.Add(new Fault($"{pointer}/r", InstrumentRules.OutOfRange, "r is the variance of an observed score: positive, at least sem squared and at most the square of a million."));
        }
    }
}
