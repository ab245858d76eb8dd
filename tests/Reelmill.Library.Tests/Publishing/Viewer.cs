using System.Text;
using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing;

/// <summary>Plays a published stream like a player: reads the master playlist, the media playlists and their segments.</summary>
internal sealed class Viewer(IPublishTarget target)
{
    /// <summary>Reads the current master playlist; null when nothing is published.</summary>
    public async Task<string?> OpenAsync() =>
        await target.ReadAsync($"{SampleStream.Id}/master.m3u8", default) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Reads every file that a master playlist leads to and returns the version. Fails when a file is missing, truncated or of another version.</summary>
    public async Task<string> PlayAsync(string master)
    {
        var version = master.Split('\n')[1].TrimStart('#', ' ');
        foreach (var name in Uris(master))
        {
            var text = await ReadCompleteAsync($"{SampleStream.Id}/{name}", version);
            foreach (var segment in name.EndsWith(".m3u8", StringComparison.Ordinal) ? Uris(text) : [])
            {
                await ReadCompleteAsync($"{SampleStream.Id}/{name[..name.IndexOf('/', StringComparison.Ordinal)]}/{segment}", version);
            }
        }

        return version;
    }

    /// <summary>Plays the current version; null when nothing is published.</summary>
    public async Task<string?> PlayCurrentAsync() => await OpenAsync() is { } master ? await PlayAsync(master) : null;

    private static IEnumerable<string> Uris(string playlist) => PlaylistUris.Find(playlist).Select(static u => u.Uri);

    private async Task<string> ReadCompleteAsync(string key, string version)
    {
        var bytes = await target.ReadAsync(key, default);
        bytes.ShouldNotBeNull($"{version}: {key} is missing");
        var text = Encoding.UTF8.GetString(bytes);
        text.ShouldContain(version, customMessage: $"{key} is of another version");
        (text.EndsWith("end", StringComparison.Ordinal) || text.TrimEnd().EndsWith("#EXT-X-ENDLIST", StringComparison.Ordinal))
            .ShouldBeTrue($"{version}: {key} is truncated");
        return text;
    }
}
