namespace Reelmill.Media.Ffmpeg;

/// <summary>Finds the errors in what an ffmpeg writes that marks its lines with their level (<c>-v level+...</c>).</summary>
internal static class ErrorLine
{
    /// <summary>The message of an error, without the object of ffmpeg's that spoke, whose address differs from run to run; null for other lines.</summary>
    public static string? Of(string line)
    {
        if (!line.Contains("[error]", StringComparison.Ordinal) && !line.Contains("[fatal]", StringComparison.Ordinal))
        {
            return null;
        }

        var level = line.LastIndexOf("] ", StringComparison.Ordinal);
        return level < 0 ? line : line[(level + 2)..].TrimEnd('.');
    }
}
