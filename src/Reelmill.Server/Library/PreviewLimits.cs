using System.Text.Json;
using Reelmill.Core;
using Reelmill.Server.Http;
using Reelmill.Vision.Quality;

namespace Reelmill.Server.Library;

/// <summary>Applies the quality limits of a preview request.</summary>
internal static class PreviewLimits
{
    private static readonly Dictionary<string, Func<QualityLimits, double, QualityLimits>> All = new(StringComparer.Ordinal)
    {
        ["minSharpness"] = static (limits, value) => limits with { MinSharpness = value },
        ["darkBelow"] = static (limits, value) => limits with { DarkBelow = value },
        ["brightAbove"] = static (limits, value) => limits with { BrightAbove = value },
        ["minContrast"] = static (limits, value) => limits with { MinContrast = value },
        ["minInformation"] = static (limits, value) => limits with { MinInformation = value },
        ["maxDistance"] = static (limits, value) => limits with { MaxDistance = int.CreateChecked(value) },
    };

    /// <summary>Returns the limits with the named ones changed.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>: a limit is unknown or out of range; the message names it.</exception>
    public static QualityLimits Change(QualityLimits limits, IReadOnlyDictionary<string, JsonElement>? named)
    {
        foreach (var (key, value) in named ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            limits = Change(limits, key, value);
        }

        return limits;
    }

    private static QualityLimits Change(QualityLimits limits, string key, JsonElement value)
    {
        if (!All.TryGetValue(key, out var change))
        {
            var suggestion = NearestName.Find(key, All.Keys) is { } nearest ? $"Did you mean '{nearest}'?" : $"Limits are {string.Join(", ", All.Keys)}.";
            throw CreateBadOption($"limits: there is no limit '{key}'. {suggestion}");
        }

        var isWhole = key == "maxDistance";
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || (isWhole && !value.TryGetInt32(out _)))
        {
            throw CreateBadOption($"limits.{key}: {value.GetRawText()} must be a {(isWhole ? "whole " : "")}number.");
        }

        try
        {
            limits = change(limits, number);
            limits.Validate();
            return limits;
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The message begins with the property's name and ends with .NET's "(Parameter ...)" suffix.
            throw CreateBadOption($"limits.{char.ToLowerInvariant(e.Message[0])}{e.Message[1..e.Message.IndexOf(" (", StringComparison.Ordinal)]} It was {value.GetRawText()}.");
        }
    }

    private static RequestException CreateBadOption(string message) => new("bad_option", message, 400);
}
