using System.Text.Json;

namespace Reelmill.EndToEnd.Tests.Libraries;

/// <summary>A line of the manifest.</summary>
internal sealed record Frame(
    string Video, string Source, long TimeMs, bool Kept, string? Rule, double? Score, double? Threshold, string? Twin, string Hash, string? Path, string? Sha256)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string Id => $"{Video}/{TimeMs}";

    public static Frame Parse(string line) => JsonSerializer.Deserialize<Frame>(line, Options)!;
}
