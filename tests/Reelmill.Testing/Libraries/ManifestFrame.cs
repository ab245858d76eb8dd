using System.Text.Json;

namespace Reelmill.Testing.Libraries;

/// <summary>A line of the manifest.</summary>
public sealed record ManifestFrame(
    string Video, string Source, long TimeMs, bool Kept, string? Rule, double? Score, double? Threshold, string? Twin, string Hash, string? Path, string? Sha256)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public string Id => $"{Video}/{TimeMs}";

    public static ManifestFrame Parse(string line) => JsonSerializer.Deserialize<ManifestFrame>(line, Options)!;
}
