using System.Globalization;
using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>The body of a job submission.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Inputs">The URLs of the inputs; files are uploaded as further parts of the form.</param>
/// <param name="Options">The options by configuration key: strings, numbers or booleans.</param>
/// <param name="Label">A name for the job.</param>
/// <param name="Priority">The priority in the queue.</param>
internal sealed record JobRequest(
    string Pipeline,
    IReadOnlyList<string>? Inputs = null,
    IReadOnlyDictionary<string, JsonElement>? Options = null,
    string? Label = null,
    JobPriority Priority = JobPriority.Normal)
{
    /// <summary>Converts the options to strings.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>: a value is an array, an object or null, or not valid Unicode.</exception>
    public IReadOnlyDictionary<string, string> ToOptionStrings() => (Options ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)).ToDictionary(
        static o => o.Key,
        static o => o.Value.ValueKind switch
        {
            JsonValueKind.String => ReadString(o.Key, o.Value),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => o.Value.GetDouble().ToString(CultureInfo.InvariantCulture),
            _ => throw new RequestException("bad_option", $"{o.Key}: the value must be a string, a number, true or false.", 400),
        },
        StringComparer.Ordinal);

    private static string ReadString(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestException("bad_option", $"{key}: the value is not valid Unicode.", 400);
        }
    }
}
