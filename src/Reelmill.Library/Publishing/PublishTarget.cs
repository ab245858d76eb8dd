using Reelmill.Core;
using Reelmill.Library.Publishing.Disk;
using Reelmill.Library.Publishing.S3;

namespace Reelmill.Library.Publishing;

/// <summary>Reads where to publish from what a user writes.</summary>
public static class PublishTarget
{
    /// <summary>The code of the failure when a target cannot be understood.</summary>
    internal const string BadTarget = "bad_publish_target";

    private const string S3 = "s3://";

    /// <summary>Reads a target: the path of a folder, or <c>s3://bucket/prefix</c>. Nothing is contacted or made yet.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="options">How buckets are reached; null for the defaults.</param>
    /// <param name="time">The clock of deadlines and waits; the system's by default.</param>
    /// <returns>The target, which the caller disposes.</returns>
    /// <exception cref="PipelineException"><c>bad_publish_target</c>: it is neither, or an option of S3 is wrong.</exception>
    public static IPublishTarget Parse(string text, S3Options? options = null, TimeProvider? time = null)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            throw Bad(text, "it is empty or has control characters");
        }

        if (text.StartsWith(S3, StringComparison.OrdinalIgnoreCase))
        {
            return S3Target.Create(S3Address.Parse(text, text[S3.Length..]), options ?? new S3Options(), time ?? TimeProvider.System);
        }

        if (text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal))
        {
            throw Bad(text, "of URLs, only s3://bucket/prefix is known");
        }

        if (text.StartsWith('-'))
        {
            throw Bad(text, $"it looks like an option; write ./{text} if a folder is called so");
        }

        return File.Exists(text)
            ? throw Bad(text, "it is a file, not a folder")
            : new DiskTarget(Path.GetFullPath(text));
    }

    internal static PipelineException Bad(string text, string what) => new(
        BadTarget, $"Reading the target of --publish '{text}': {what}. Give the path of a folder, or s3://bucket/prefix.");
}
