using System.Security.Cryptography;
using System.Text;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>Encrypts the segments of a sample with AES-128, each rendition with keys of its own that change as it goes.</summary>
internal static class SampleEncryption
{
    private const int SegmentsPerKey = 2;

    /// <param name="folder">An output in the clear; its segments and playlists are written anew, its subtitles stay.</param>
    /// <param name="keys">Where the keys go; the playlists name them below <c>/keys/</c>.</param>
    public static async Task EncryptAsync(string folder, string keys)
    {
        Directory.CreateDirectory(keys);
        foreach (var rendition in Directory.GetDirectories(folder).Where(static f => Path.GetFileName(f) != "texts"))
        {
            await EncryptRenditionAsync(rendition, keys);
        }
    }

    private static async Task EncryptRenditionAsync(string rendition, string keys)
    {
        var playlist = Path.Combine(rendition, "index.m3u8");
        var lines = new List<string>();
        var segment = 0;
        using var aes = Aes.Create();
        foreach (var line in await File.ReadAllLinesAsync(playlist))
        {
            if (line.StartsWith("#EXTINF", StringComparison.Ordinal))
            {
                var name = $"{Path.GetFileName(rendition)}-{segment / SegmentsPerKey}.key";
                aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
                aes.IV = SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {segment}"))[..16];
                await File.WriteAllBytesAsync(Path.Combine(keys, name), aes.Key);
                lines.Add($"#EXT-X-KEY:METHOD=AES-128,URI=\"/keys/{name}\",IV=0x{Convert.ToHexStringLower(aes.IV)}");
            }
            else if (!line.StartsWith('#'))
            {
                var file = Path.Combine(rendition, line);
                await File.WriteAllBytesAsync(file, aes.EncryptCbc(await File.ReadAllBytesAsync(file), aes.IV));
                segment++;
            }

            lines.Add(line);
        }

        await File.WriteAllLinesAsync(playlist, lines);
    }
}
