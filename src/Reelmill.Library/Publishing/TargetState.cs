using System.Text;
using Reelmill.Library.Publishing.Disk;

namespace Reelmill.Library.Publishing;

/// <summary>What a target has of one stream before it is published.</summary>
/// <param name="Files">The size of every file, by its path below the stream's folder.</param>
/// <param name="Marker">The marker, if there is one.</param>
/// <param name="Journal">The versions that were begun.</param>
/// <param name="MasterVersion">The folder of the version that viewers are led to, if any.</param>
internal sealed record TargetState(IReadOnlyDictionary<string, long> Files, Marker? Marker, VersionJournal Journal, string? MasterVersion)
{
    private static readonly string[] OwnNames = [PublicFiles.MasterName, Marker.FileName, VersionJournal.FileName];

    /// <summary>Whether the marker's version is what viewers get, and whole.</summary>
    public bool IsWhole => Marker is not null && Marker.Folder == MasterVersion
        && Marker.Files.All(f => Files.TryGetValue($"{Marker.Folder}/{f.Name}", out var bytes) && bytes == f.Bytes);

    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: a file of somebody else is where one of this program belongs.</exception>
    public static async Task<TargetState> ReadAsync(IPublishTarget target, string id, CancellationToken cancellationToken)
    {
        var files = (await target.ListAsync(id, cancellationToken).ConfigureAwait(false))
            .ToDictionary(f => f.Key[(id.Length + 1)..], static f => f.Bytes, StringComparer.Ordinal);
        var marker = await ReadAsync(Marker.FileName, Marker.Parse).ConfigureAwait(false);
        var journal = await ReadAsync(VersionJournal.FileName, VersionJournal.Parse).ConfigureAwait(false)
            ?? (marker is null ? null : VersionJournal.Empty.With(marker.Folder, marker.Files.Select(static f => f.Name), files));
        var master = files.ContainsKey(PublicFiles.MasterName)
            ? await target.ReadAsync($"{id}/{PublicFiles.MasterName}", cancellationToken).ConfigureAwait(false)
            : null;
        if (master is not null && journal is null)
        {
            throw Foreign(PublicFiles.MasterName);
        }

        return new(files, marker, journal ?? VersionJournal.Empty, master is null ? null : VersionOf(Encoding.UTF8.GetString(master), journal!));

        async Task<T?> ReadAsync<T>(string name, Func<byte[], T?> parse)
            where T : class =>
            files.ContainsKey(name) && await target.ReadAsync($"{id}/{name}", cancellationToken).ConfigureAwait(false) is { } bytes
                ? parse(bytes) ?? throw Foreign(name)
                : null;

        Exception Foreign(string name) => PublishErrors.Refuse(
            id, $"{target.UrlOf($"{id}/{name}")} was not published by reelmill and would be replaced. Move it away, or publish to another target.");
    }

    /// <summary>
    /// What may go once a new version is in place: versions older than the one that viewers had until now, and what an
    /// interrupted write left behind.
    /// </summary>
    public IReadOnlyList<string> Stale(string newVersion)
    {
        var old = Journal.PathsBut(new HashSet<string?>([newVersion, MasterVersion, Marker?.Folder], StringComparer.Ordinal));
        var written = Journal.PathsBut(new HashSet<string?>(StringComparer.Ordinal)).Concat(OwnNames).ToHashSet(StringComparer.Ordinal);
        return [.. old.Where(Files.ContainsKey).Concat(Files.Keys.Where(path => DiskTarget.WhatFor(path) is { } whole && written.Contains(whole))).Order(StringComparer.Ordinal)];
    }

    private static string? VersionOf(string master, VersionJournal journal) => PlaylistUris.Of(master)
        .Where(static u => !PlaylistUris.IsAbsolute(u.Uri))
        .Select(static u => u.Uri.Split('/')[0])
        .FirstOrDefault(journal.Versions.ContainsKey);
}
