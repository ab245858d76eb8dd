using Reelmill.Core;
using Reelmill.Library.Publishing.Disk;
using Reelmill.Library.Publishing.S3;

namespace Reelmill.Library.Publishing;

/// <summary>Parses the target of a publication.</summary>
public static class PublishTarget
{
    /// <summary>The error code for an invalid target.</summary>
    internal const string BadTargetCode = "bad_publish_target";

    private const string S3Scheme = "s3://";

    /// <summary>Parses the path of a folder, or <c>s3://bucket/prefix</c>, without connecting or creating anything yet.</summary>
    /// <param name="text">The target as the user wrote it.</param>
    /// <param name="options">The options for buckets; null for the defaults.</param>
    /// <param name="time">The clock for timeouts and retry delays; the system clock by default.</param>
    /// <returns>The target; the caller disposes it.</returns>
    /// <exception cref="PipelineException"><c>bad_publish_target</c>: the text is neither, or an S3 option is not valid.</exception>
    public static IPublishTarget Parse(string text, S3Options? options = null, TimeProvider? time = null)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            throw BadTargetError(text, "the target is empty or contains control characters");
        }

        if (text.StartsWith(S3Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return S3Target.Create(S3Address.Parse(text, text[S3Scheme.Length..]), options ?? new S3Options(), time ?? TimeProvider.System);
        }

        if (text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal))
        {
            throw BadTargetError(text, "this kind of URL is not supported");
        }

        if (text.StartsWith('-'))
        {
            throw BadTargetError(text, $"the target looks like an option; write ./{text} for a folder of this name");
        }

        return File.Exists(text)
            ? throw BadTargetError(text, "the target is a file, not a folder")
            : new DiskTarget(Path.GetFullPath(text));
    }

    internal static PipelineException BadTargetError(string text, string problem) => new(
        BadTargetCode, $"Reading the target of --publish '{text}': {problem}. Use the path of a folder, or s3://bucket/prefix.");
}
