using System.Buffers.Binary;
using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;
using static Reelmill.Media.Tests.Probing.Containers.BoxEdit;

namespace Reelmill.Media.Tests.Probing.Containers;

public sealed class ProtectedContentTests(ContainerClips clips) : IClassFixture<ContainerClips>
{
    private const int TsPacket = 188;
    private const int VideoPid = 0x100;
    private const int AudioPid = 0x101;

    private readonly Prober _prober = new(new ProcessLauncher());

    [Fact]
    public async Task Common_Encryption_without_initialization_vectors_is_encrypted() =>
        await ShouldBeEncryptedAsync(TestCases.Path("10-encrypted-mp4-copied-without-ivs", "cenc.mp4"), "Common Encryption");

    [Fact]
    public async Task A_file_encrypted_by_ffmpeg_is_encrypted() => await ShouldBeEncryptedAsync(clips["cenc.mp4"], "Common Encryption");

    [Theory]
    [InlineData("cenc")]
    [InlineData("cens")]
    [InlineData("cbc1")]
    [InlineData("cbcs")]
    [InlineData("piff")]
    [InlineData("itun")]
    [InlineData("odkm")]
    public async Task Every_scheme_is_detected_in_whole_and_fragmented_files(string scheme)
    {
        await ShouldBeEncryptedAsync(clips.Write(scheme + ".mp4", Protect(clips.Bytes("plain.mp4"), scheme)), scheme);
        await ShouldBeEncryptedAsync(clips.Write(scheme + "-fragmented.mp4", Protect(clips.Bytes("fragmented.mp4"), scheme)), scheme);
        await ShouldBeEncryptedAsync(clips.Write(scheme + "-init.mp4", Protect(Only(clips.Bytes("fragmented.mp4"), "ftyp", "moov"), scheme)), scheme);
        await ShouldBeEncryptedAsync(clips.Write(scheme + ".mov", Protect(clips.Bytes("plain.mov"), scheme)), scheme);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task One_protected_track_makes_a_file_encrypted(bool video, bool audio) =>
        await ShouldBeEncryptedAsync(clips.Write($"{video}.mp4", Protect(clips.Bytes("fragmented.mp4"), "cbcs", video: video, audio: audio)), "cbcs");

    [Fact]
    public async Task FairPlay_of_the_iTunes_Store_is_encrypted()
    {
        var bytes = Replace(clips.Bytes("plain.mp4"), static (type, body) => type is "avc1" ? Box("drmi", body) : type is "mp4a" ? Box("drms", body) : null);

        await ShouldBeEncryptedAsync(clips.Write("film.m4v", bytes), "FairPlay");
    }

    [Theory]
    [InlineData("senc")]
    [InlineData("piff")]
    [InlineData("seig")]
    [InlineData("saiz")]
    public async Task Protection_in_fragments_alone_is_detected_with_and_without_their_header(string how)
    {
        var mark = how switch
        {
            "senc" => Box("senc", Number(0), Number(0)),
            "piff" => Box("uuid", new Guid("A2394F52-5A9B-4F14-A244-6C427C648DF4").ToByteArray(bigEndian: true), Number(0), Number(0)),
            "seig" => Box("sgpd", Number(0x01000000), Text("seig"), Number(20), Number(1), [0, 0, 1, 8], new byte[16]),
            _ => Box("saiz", Number(1), Text("cenc"), Number(0), [8, 0, 0, 0, 1]),
        };
        var bytes = Replace(clips.Bytes("fragmented.mp4"), (type, body) => type == "traf" ? Box(type, body, mark) : null);

        await ShouldBeEncryptedAsync(clips.Write(how + "-whole.mp4", bytes), "Common Encryption");
        await ShouldBeEncryptedAsync(clips.Write(how + ".m4s", Only(bytes, "moof", "mdat")), "Common Encryption");
    }

    [Theory]
    [InlineData("plain.mkv")]
    [InlineData("plain.webm")]
    public async Task Encrypted_Matroska_tracks_are_detected_without_a_key_id(string clip)
    {
        // ContentEncodings > ContentEncoding > type 1 (encryption), AES.
        byte[] encodings = [0x6D, 0x80, 0x8F, 0x62, 0x40, 0x8C, 0x50, 0x33, 0x81, 1, 0x50, 0x35, 0x85, 0x47, 0xE1, 0x81, 5, 0xEC, 0x80];
        encodings[2] = (byte)(0x80 | (encodings.Length - 3));
        encodings[5] = (byte)(0x80 | (encodings.Length - 6));
        encodings[12] = (byte)(0x80 | (encodings.Length - 13));

        await ShouldBeEncryptedAsync(clips.Write("encrypted-" + clip, EbmlEdit.AddToFirstTrack(clips.Bytes(clip), encodings)), "content encryption");
    }

    [Fact]
    public async Task Encrypted_WebM_from_a_browser_test_suite_is_encrypted() =>
        await ShouldBeEncryptedAsync(TestMedia.Path("corrupt", "webm-encrypted-vp8.webm"), "");

    [Theory]
    [InlineData("plain.ts", VideoPid)]
    [InlineData("plain.ts", AudioPid)]
    [InlineData("plain.m2ts", 0x1011)]
    public async Task Scrambled_packets_of_a_transport_stream_are_encrypted(string clip, int pid)
    {
        var bytes = clips.Bytes(clip);
        var (size, offset) = clip.EndsWith(".m2ts", StringComparison.Ordinal) ? (192, 4) : (TsPacket, 0);

        // The program tables identify the stream. Only the second half is scrambled, as in some recordings.
        for (var at = (bytes.Length / size / 2 * size) + offset; at < bytes.Length; at += size)
        {
            if ((BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 1)) & 0x1FFF) == pid)
            {
                bytes[at + 3] |= 0x80;
                bytes.AsSpan(at + 20, 160).Reverse();
            }
        }

        await ShouldBeEncryptedAsync(clips.Write(FormattableString.Invariant($"scrambled-{pid}-{clip}"), bytes), "scrambling");
    }

    [Fact]
    public async Task Scrambled_PES_packets_of_a_transport_stream_are_encrypted()
    {
        var bytes = clips.Bytes("plain.ts");
        for (var at = 0; at < bytes.Length; at += TsPacket)
        {
            var begin = bytes.AsSpan(at, TsPacket).IndexOf((ReadOnlySpan<byte>)[0, 0, 1, 0xE0]);
            if ((bytes[at + 1] & 0x40) != 0 && begin > 0)
            {
                bytes[at + begin + 6] |= 0x10;
            }
        }

        await ShouldBeEncryptedAsync(clips.Write("scrambled-pes.ts", bytes), "scrambling");
    }

    [Fact]
    public async Task SAMPLE_AES_in_a_transport_stream_is_encrypted()
    {
        var bytes = clips.Bytes("plain.ts");
        for (var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1B, 0xE1, 0x00]); at >= 0;)
        {
            bytes[at] = 0xDB;
            var next = bytes.AsSpan(at + 1).IndexOf((ReadOnlySpan<byte>)[0x1B, 0xE1, 0x00]);
            at = next < 0 ? -1 : at + 1 + next;
        }

        await ShouldBeEncryptedAsync(clips.Write("sample-aes.ts", bytes), "SAMPLE-AES");
    }

    [Fact]
    public async Task Scrambled_packets_of_a_DVD_are_encrypted()
    {
        var bytes = clips.Bytes("plain.mpg");
        for (var at = 0; at + 2048 <= bytes.Length; at += 2048)
        {
            if (bytes.AsSpan(at + 14).StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0xE0]))
            {
                bytes[at + 20] |= 0x30;
            }
        }

        await ShouldBeEncryptedAsync(clips.Write("css.vob", bytes), "scrambling");
    }

    [Theory]
    [InlineData("2211B3FB-BD23-11D2-B4B7-00A0C955FC6E")]
    [InlineData("298AE614-2622-4C17-B935-DAE07EE9289C")]
    public async Task Windows_Media_DRM_is_encrypted(string guid)
    {
        var bytes = clips.Bytes("plain.wmv");
        byte[] drm = [.. new Guid(guid).ToByteArray(), 32, 0, 0, 0, 0, 0, 0, 0, .. new byte[8]];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)) + drm.Length);
        bytes[24]++;

        await ShouldBeEncryptedAsync(clips.Write("drm.wmv", [.. bytes[..30], .. drm, .. bytes[30..]]), "Windows Media DRM");
    }

    [Fact]
    public async Task Encrypted_tags_of_FLV_are_encrypted()
    {
        var bytes = clips.Bytes("plain.flv");
        for (var at = 13; at + 11 < bytes.Length; at += 15 + ((bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]))
        {
            bytes[at] |= (byte)((bytes[at] & 0x1F) is 8 or 9 ? 0x20 : 0);
        }

        await ShouldBeEncryptedAsync(clips.Write("encrypted.flv", bytes), "FLV");
    }

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("fragmented.mp4")]
    public async Task A_pssh_box_over_clear_samples_is_not_encryption(string clip)
    {
        var license = Box("pssh", Number(0), new Guid("EDEF8BA9-79D6-4ACE-A3C8-27DCD51D21ED").ToByteArray(bigEndian: true), Number(0));
        var bytes = Replace(clips.Bytes(clip), (type, body) => type is "moov" or "moof" ? Box(type, body, license) : null);

        // Data offsets in fragments are relative to the fragment, and the file is only probed, so the offsets need no change.
        (await _prober.ProbeAsync(clips.Write("pssh-" + clip, bytes), CancellationToken.None)).RequireVideo().Codec.ShouldBe("h264");
    }

    [Fact]
    public async Task A_protected_track_with_clear_samples_is_not_encryption() =>
        (await _prober.ProbeAsync(clips.Write("clear.mp4", Protect(clips.Bytes("plain.mp4"), "cenc", isProtected: false)), CancellationToken.None)).RequireVideo().Codec.ShouldBe("h264");

    [Fact]
    public async Task A_damaged_transport_stream_packet_is_not_encryption()
    {
        var bytes = clips.Bytes("plain.ts");
        bytes[(40 * TsPacket) + 3] |= 0x80;

        await _prober.ProbeAsync(clips.Write("flipped.ts", bytes), CancellationToken.None);
    }

    [Theory]
    [InlineData("plain.mp4")]
    [InlineData("plain.mov")]
    [InlineData("fragmented.mp4")]
    [InlineData("fast.mp4")]
    [InlineData("plain.mkv")]
    [InlineData("live.mkv")]
    [InlineData("plain.webm")]
    [InlineData("plain.ogv")]
    [InlineData("plain.wmv")]
    [InlineData("plain.mpg")]
    [InlineData("plain.ts")]
    [InlineData("plain.m2ts")]
    [InlineData("plain.flv")]
    [InlineData("plain.avi")]
    public async Task A_clear_file_is_neither_encrypted_nor_without_frames(string clip) =>
        (await _prober.ProbeAsync(clips[clip], CancellationToken.None)).RequireVideo().Width.ShouldBe(96);

    private async Task ShouldBeEncryptedAsync(string path, string by)
    {
        var error = await Should.ThrowAsync<ItemException>(_prober.ProbeAsync(path, CancellationToken.None));

        (error.Code, error.IsTransient).ShouldBe(("encrypted", false), error.Message);
        error.Message.ShouldContain(by);
    }
}
