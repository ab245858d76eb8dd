using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Library.Publishing.Disk;

namespace Reelmill.Library.Publishing;

/// <summary>What a target has of one stream before it is published.</summary>
/// <param name="Files">The size of every file, by its path below the stream's folder.</param>
/// <param name="Marker">The marker, if there is one.</param>
/// <param name="MasterVersion">The folder of the version that viewers are led to, if any.</param>
internal sealed partial record TargetState(IReadOnlyDictionary<string, long> Files, Marker? Marker, string? MasterVersion)
{
    /// <summary>Whether the marker's version is what viewers get, and whole.</summary>
    public bool IsWhole => Marker is not null && Marker.Folder == MasterVersion
        && Marker.Files.All(f => Files.TryGetValue($"{Marker.Folder}/{f.Name}", out var bytes) && bytes == f.Bytes);

    public static async Task<TargetState> ReadAsync(IPublishTarget target, string id, CancellationToken cancellationToken)
    {
        var files = (await target.ListAsync(id, cancellationToken).ConfigureAwait(false))
            .ToDictionary(f => f.Key[(id.Length + 1)..], static f => f.Bytes, StringComparer.Ordinal);
        var marker = files.ContainsKey(Marker.FileName)
            ? Marker.Parse(await target.ReadAsync($"{id}/{Marker.FileName}", cancellationToken).ConfigureAwait(false))
            : null;
        var master = files.ContainsKey(PublicFiles.MasterName)
            ? await target.ReadAsync($"{id}/{PublicFiles.MasterName}", cancellationToken).ConfigureAwait(false)
            : null;
        return new(files, marker, master is null ? null : VersionOf(Encoding.UTF8.GetString(master)));
    }

    /// <summary>
    /// What may go once a new version is in place: versions older than the one that viewers had until now, and what an
    /// interrupted write left behind.
    /// </summary>
    public IReadOnlyList<string> Stale(string newVersion) =>
    [
        .. Files.Keys.Where(path =>
        {
            var top = path.Split('/')[0];
            var isOldVersion = top.Length < path.Length && Version().IsMatch(top)
                && top != newVersion && top != MasterVersion && top != Marker?.Folder;
            return isOldVersion || DiskTarget.IsTemporary(path);
        }).Order(StringComparer.Ordinal),
    ];

    private static string? VersionOf(string master) => PlaylistUris.Of(master)
        .Where(static u => !PlaylistUris.IsAbsolute(u.Uri))
        .Select(static u => u.Uri.Split('/')[0])
        .FirstOrDefault(static v => Version().IsMatch(v));

    [GeneratedRegex("^[0-9a-f]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
