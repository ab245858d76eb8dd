using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>A file with everything that opens the encrypted streams of a library: the secret, and each stream's keys.</summary>
public static class KeyBackup
{
    private const string Format = "reelmill keys";
    private const int Version = 1;

    /// <summary>Writes the backup; only its owner may read it.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many keys it holds.</returns>
    public static async Task<long> WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken)
    {
        var secret = StreamSecret.Read(catalog.Folder) is { } bytes
            ? Convert.ToHexStringLower(bytes)
            : await catalog.SettingAsync(Schema.EarlierSecret, cancellationToken).ConfigureAwait(false);
        var streams = new JsonObject();
        var count = 0L;
        var folder = Path.Combine(catalog.Folder, LibraryLayout.Keys);
        foreach (var stream in Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToArray() : [])
        {
            var keys = new JsonObject();
            foreach (var key in Directory.EnumerateFiles(stream).Where(static f => ArtifactShape.IsKey(Path.GetFileName(f))).Order(StringComparer.Ordinal))
            {
                keys[Path.GetFileName(key)] = Convert.ToHexStringLower(await File.ReadAllBytesAsync(key, cancellationToken).ConfigureAwait(false));
                count++;
            }

            streams[Path.GetFileName(stream)] = keys;
        }

        var id = await catalog.SettingAsync(Schema.LibraryId, cancellationToken).ConfigureAwait(false);
        PrivateFile.Write(path, new JsonObject { ["format"] = Format, ["version"] = Version, ["library"] = id, ["secret"] = secret, ["streams"] = streams }.ToJsonString() + "\n");
        return count;
    }

    /// <summary>Puts back what is missing of a backup. A secret or key that is there and differs is left as it is.</summary>
    /// <returns>How many files were put back, and the paths of those that differ.</returns>
    /// <exception cref="LibraryException"><c>bad_keys</c>: the file is no backup.</exception>
    internal static (long Restored, IReadOnlyList<string> Differing) Restore(string library, string path)
    {
        var (secret, keys) = Parse(path);
        var restored = 0L;
        var differing = new List<string>();
        if (StreamSecret.Read(library) is not { } own)
        {
            if (secret is not null)
            {
                StreamSecret.Write(library, secret);
                restored++;
            }
        }
        else if (secret is not null && !own.AsSpan().SequenceEqual(secret))
        {
            differing.Add(LibraryLayout.KeySecret);
        }

        foreach (var (name, bytes) in keys)
        {
            var full = Path.Combine(library, name);
            if (!File.Exists(full))
            {
                Put(library, full, bytes);
                restored++;
            }
            else if (!File.ReadAllBytes(full).AsSpan().SequenceEqual(bytes))
            {
                differing.Add(name);
            }
        }

        return (restored, differing);
    }

    private static void Put(string library, string path, byte[] bytes) => DiskArtifactStore.Guard("Writing", path, () =>
    {
        FolderSwap.Make(Path.Combine(library, LibraryLayout.Keys));
        FolderSwap.Make(Path.GetDirectoryName(path)!);
        PrivateFile.Write(path, bytes);
    });

    private static (byte[]? Secret, IReadOnlyList<(string Name, byte[] Bytes)> Keys) Parse(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            if (json["format"]?.GetValue<string>() != Format || json["version"]?.GetValue<int>() != Version)
            {
                throw Bad(path, null);
            }

            var keys = json["streams"]!.AsObject().SelectMany(static s => s.Value!.AsObject().Select(k => (Stream: s.Key, Name: k.Key, Key: k.Value!.GetValue<string>()))).ToArray();
            return Array.TrueForAll(keys, static k => ArtifactShape.IsId(k.Stream) && ArtifactShape.IsKey(k.Name))
                ? (json["secret"]?.GetValue<string>() is { } secret ? Convert.FromHexString(secret) : null, [.. keys.Select(static k => ($"{LibraryLayout.Keys}/{k.Stream}/{k.Name}", Convert.FromHexString(k.Key)))])
                : throw Bad(path, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Bad(path, e);
        }
    }

    private static LibraryException Bad(string path, Exception? cause) => new(
        "bad_keys", $"Reading the keys in {path}: {cause?.Message ?? "it is no file of 'reelmill export --format keys'."} Name such a file, or leave --keys out.", cause);
}
