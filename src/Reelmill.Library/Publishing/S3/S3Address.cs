using System.Text.RegularExpressions;

namespace Reelmill.Library.Publishing.S3;

/// <summary>A bucket and a key prefix.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">The prefix of all keys: empty, or with a trailing slash.</param>
internal sealed partial record S3Address(string Bucket, string Prefix)
{
    // S3 allows 1024 bytes for a key; the rest is left for the id, the version and the name.
    private const int MaxPrefixLength = 512;

    public string GetFullKey(string key) => Prefix + key;

    /// <summary>Parses a bucket and a prefix.</summary>
    /// <param name="text">The whole target, for the message.</param>
    /// <param name="rest">The part after <c>s3://</c>.</param>
    public static S3Address Parse(string text, string rest)
    {
        var parts = rest.Split('/', 2);
        if (!BucketName().IsMatch(parts[0]))
        {
            throw PublishTarget.BadTargetError(text, $"'{parts[0]}' is not a bucket name, which has 3 to 63 lower-case letters, digits, dots and hyphens");
        }

        var prefix = parts.Length == 2 ? parts[1].TrimEnd('/') : "";
        return prefix.Length == 0
            ? new(parts[0], "")
            : prefix.Length <= MaxPrefixLength && prefix.Split('/').All(IsValidPart)
                ? new(parts[0], prefix + "/")
                : throw PublishTarget.BadTargetError(text, $"the prefix is longer than {MaxPrefixLength} characters, or contains an empty part, '.', '..' or one of \\ ? # %");
    }

    private static bool IsValidPart(string part) =>
        part is not ("" or "." or "..") && part.AsSpan().IndexOfAny("\\?#%") < 0;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BucketName();
}
