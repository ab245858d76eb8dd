using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Probing;

/// <summary>Reads recorded output of ffprobe 5.1 for real files.</summary>
internal static class Golden
{
    public static MediaInfo Read(string file) =>
        ProbeReader.Read(file, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Probing", "Golden", $"{file}.json")));

    public static VideoStream Video(string file) => Read(file).RequireVideo();
}
