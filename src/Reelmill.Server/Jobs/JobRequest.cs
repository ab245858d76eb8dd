using System.Globalization;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>A job, as a client asks for it.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Inputs">URLs; files are uploaded beside.</param>
/// <param name="Options">The options: texts, numbers or truth values, by the keys of the configuration.</param>
/// <param name="Label">What to call it.</param>
/// <param name="Priority">What is worked on first.</param>
internal sealed record JobRequest(
    string Pipeline,
    IReadOnlyList<string>? Inputs = null,
    IReadOnlyDictionary<string, JsonElement>? Options = null,
    string? Label = null,
    JobPriority Priority = JobPriority.Normal)
{
    /// <summary>The options as texts.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>: one is a list, an object or nothing.</exception>
    public IReadOnlyDictionary<string, string> OptionTexts() => (Options ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).ToDictionary(
        static o => o.Key,
        static o => o.Value.ValueKind switch
        {
            JsonValueKind.String => TextOf(o.Key, o.Value),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => o.Value.GetDouble().ToString(CultureInfo.InvariantCulture),
            _ => throw new RequestException("bad_option", $"{o.Key}: it must be a text, a number, true or false.", 400),
        },
        StringComparer.Ordinal);

    private static string TextOf(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestException("bad_option", $"{key}: the text is no valid Unicode.", 400);
        }
    }
}
