using System.Text.Json;
using System.Text.Json.Nodes;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Repair;

/// <summary>Backs up everything that decrypts a library's streams to one file: the secret, and the keys of each stream.</summary>
public static class KeyBackup
{
    private const string Format = "reelmill keys";
    private const int Version = 1;

    /// <summary>Writes a backup that only its owner may read.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="path">The backup file.</param>
    /// <param name="cancellationToken">Stops reading keys.</param>
    /// <returns>The number of stream keys in the backup.</returns>
    public static async Task<long> WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken)
    {
        var secret = StreamSecret.Read(catalog.Folder) is { } bytes
            ? Convert.ToHexStringLower(bytes)
            : await catalog.SettingAsync(Schema.LegacyStreamSecret, cancellationToken).ConfigureAwait(false);
        var streams = new JsonObject();
        var count = 0L;
        var folder = Path.Combine(catalog.Folder, LibraryLayout.Keys);
        foreach (var stream in Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal).ToArray() : [])
        {
            var keys = new JsonObject();
            foreach (var key in Directory.EnumerateFiles(stream).Where(static f => ArtifactPattern.IsKey(Path.GetFileName(f))).Order(StringComparer.Ordinal))
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

    /// <summary>Restores the missing files of a backup. A secret or key that exists and differs stays as it is.</summary>
    /// <returns>The number of restored files, and the paths of those that differ.</returns>
    /// <exception cref="LibraryException"><c>bad_keys</c>: the file is not a backup.</exception>
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
                WriteKey(library, full, bytes);
                restored++;
            }
            else if (!File.ReadAllBytes(full).AsSpan().SequenceEqual(bytes))
            {
                differing.Add(name);
            }
        }

        return (restored, differing);
    }

    private static void WriteKey(string library, string path, byte[] bytes) => DiskErrors.Guard("Writing", path, () =>
    {
        FolderSwap.CreateFolder(Path.Combine(library, LibraryLayout.Keys));
        FolderSwap.CreateFolder(Path.GetDirectoryName(path)!);
        PrivateFile.Write(path, bytes);
    });

    private static (byte[]? Secret, IReadOnlyList<(string Name, byte[] Bytes)> Keys) Parse(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            if (json["format"]?.GetValue<string>() != Format || json["version"]?.GetValue<int>() != Version)
            {
                throw InvalidBackup(path, null);
            }

            var keys = json["streams"]!.AsObject().SelectMany(static s => s.Value!.AsObject().Select(k => (Stream: s.Key, Name: k.Key, Key: k.Value!.GetValue<string>()))).ToArray();
            return Array.TrueForAll(keys, static k => ArtifactPattern.IsId(k.Stream) && ArtifactPattern.IsKey(k.Name))
                ? (json["secret"]?.GetValue<string>() is { } secret ? Convert.FromHexString(secret) : null, [.. keys.Select(static k => ($"{LibraryLayout.Keys}/{k.Stream}/{k.Name}", Convert.FromHexString(k.Key)))])
                : throw InvalidBackup(path, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw InvalidBackup(path, e);
        }
    }

    private static LibraryException InvalidBackup(string path, Exception? cause) => new(
        "bad_keys", $"Reading the key backup {path}: {cause?.Message ?? "the file does not come from 'reelmill export --format keys'."} Name a file from that command, or omit --keys.", cause);
}
