using System.Text.RegularExpressions;

namespace Reelmill.Library.Publishing.S3;

/// <summary>A place in a bucket.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What keys begin with: empty, or with a slash at its end.</param>
internal sealed partial record S3Address(string Bucket, string Prefix)
{
    // S3 allows 1024 bytes for a key; the rest is for the id, the version and the name.
    private const int MaxPrefix = 512;

    public string KeyOf(string key) => Prefix + key;

    /// <param name="text">All that the user wrote, for the message.</param>
    /// <param name="rest">What follows <c>s3://</c>.</param>
    public static S3Address Parse(string text, string rest)
    {
        var parts = rest.Split('/', 2);
        if (!BucketName().IsMatch(parts[0]))
        {
            throw PublishTarget.Bad(text, $"'{parts[0]}' is no bucket's name, which has 3 to 63 lower-case letters, digits, dots and hyphens");
        }

        var prefix = parts.Length == 2 ? parts[1].TrimEnd('/') : "";
        return prefix.Length == 0
            ? new(parts[0], "")
            : prefix.Length <= MaxPrefix && prefix.Split('/').All(IsSegment)
                ? new(parts[0], prefix + "/")
                : throw PublishTarget.Bad(text, $"its prefix is over {MaxPrefix} characters, or has an empty part, '.', '..' or one of \\ ? # %");
    }

    private static bool IsSegment(string part) =>
        part is not ("" or "." or "..") && part.AsSpan().IndexOfAny("\\?#%") < 0;

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BucketName();
}
