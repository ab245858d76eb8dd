namespace Reelmill.Media.Tests.Fetching;

internal static class Metadata
{
    public static Dictionary<string, string> Create(params (string Key, string Value)[] pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
