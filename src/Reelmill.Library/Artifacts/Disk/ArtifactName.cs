using System.Buffers;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Validates the parts of artifact paths. Parts are generated ids, never titles or parts of URLs.</summary>
internal static class ArtifactName
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && name[0] is not ('.' or '-') && !name.ContainsAnyExcept(Allowed);

    public static string Check(string name) => IsValid(name)
        ? name
        : throw new ArgumentException(
            $"'{name}' is not a valid part of an artifact path: use 1 to {MaxLength} of A-Z a-z 0-9 . _ - and do not begin with '.' or '-'.",
            nameof(name));
}
