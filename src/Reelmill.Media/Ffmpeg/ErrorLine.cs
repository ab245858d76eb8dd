namespace Reelmill.Media.Ffmpeg;

/// <summary>Finds errors in the stderr of an ffmpeg that prefixes each line with its log level (<c>-v level+...</c>).</summary>
internal static class ErrorLine
{
    /// <summary>Returns the message of an error line without the ffmpeg component, whose address differs from run to run; null for other lines.</summary>
    public static string? Parse(string line)
    {
        if (!line.Contains("[error]", StringComparison.Ordinal) && !line.Contains("[fatal]", StringComparison.Ordinal))
        {
            return null;
        }

        var level = line.LastIndexOf("] ", StringComparison.Ordinal);
        return level < 0 ? line : line[(level + 2)..].TrimEnd('.');
    }
}
