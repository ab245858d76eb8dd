using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>
/// How a source is copied into a container that can be cut: what its listed packets say about its clock and its order, and
/// the command lines that follow from that.
/// </summary>
internal sealed class CopyPlan
{
    /// <summary>The time base of an MP4 file's offsets: fine enough for every container that is copied.</summary>
    private const string MovieTimescale = "90000";

    /// <summary>A clock that goes forward by more has jumped.</summary>
    private const double LongestStep = 3600;

    /// <summary>A clock that goes back by more has begun again.</summary>
    private const double LongestStepBack = 10;

    /// <summary>Containers whose clock may wrap or begin again, which ffmpeg makes good; in others it is damage.</summary>
    private static readonly string[] Broadcast = ["mpegts", "mpeg"];

    /// <summary>Containers whose packets have some times, from which the others follow; bare streams have none at all.</summary>
    private static readonly HashSet<string> Timed = new(StringComparer.Ordinal)
    {
        "mpeg", "mpegts", "avi", "flv", "asf", "ogg", "mxf", "gxf", "nut", "wtv", "rm", "dv", "mp4", "matroska", "ivf",
    };

    private readonly MediaInfo _media;
    private readonly bool _jumps;
    private readonly double _before;
    private readonly bool _shownAsDecoded;

    private CopyPlan(MediaInfo media, bool jumps, double before, bool shownAsDecoded)
    {
        _media = media;
        _jumps = jumps;
        _before = before;
        _shownAsDecoded = shownAsDecoded;
    }

    /// <summary>How many packets the video has; null when that is not comparable.</summary>
    public int? VideoPackets { get; private init; }

    /// <summary>Whether the order in which frames are shown must be found by decoding.</summary>
    public bool NeedsOrder { get; private init; }

    /// <summary>When the first frame is shown, where the order must be found.</summary>
    public FirstFrame Clock => IsBare ? FirstFrame.AtZero : _shownAsDecoded ? FirstFrame.AsDecoded : FirstFrame.AfterItsOrder;

    /// <summary>Whether the source is a stream without any container, and so without any time.</summary>
    private bool IsBare => !_media.FormatNames.Any(Timed.Contains);

    private VideoStream Video => _media.RequireVideo();

    /// <summary>Plans the copy.</summary>
    /// <param name="original">The source, for messages.</param>
    /// <param name="media">What probing found.</param>
    /// <param name="packets">Its packets; streams in which any has no time are left out.</param>
    /// <exception cref="ItemException"><c>timeline_broken</c>: times of decoding go back in a container that has one clock.</exception>
    public static CopyPlan Of(string original, MediaInfo media, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets)
    {
        var used = new[] { media.RequireVideo().Index }.Concat(media.Streams.OfType<AudioStream>().Select(static a => a.Index));
        var streams = media.Streams.Where(s => used.Contains(s.Index) && packets.ContainsKey(s.Index) && s.TimeBase.Numerator > 0).ToArray();
        var jumps = streams.Any(s => Jumps(packets[s.Index], s.TimeBase));
        var isBroadcast = media.FormatNames.Any(static f => Broadcast.Contains(f, StringComparer.Ordinal));
        var video = packets.GetValueOrDefault(media.RequireVideo().Index);
        if (video is not null && media.IsMp4 && video.Zip(video.Skip(1)).Any(static p => p.Second.Dts < p.First.Dts))
        {
            throw Broken(original, "its times of decoding go back, as where an edit list cuts inside a group of pictures");
        }

        if (isBroadcast && streams.Any(s => JumpsFar(packets[s.Index], s.TimeBase)))
        {
            throw Broken(original, "its clock jumps by hours, or back by over 10 s");
        }

        var packed = media.RequireVideo().Codec == "mpeg4" && (video is null || PackedFrames.Any(original, video));
        var first = streams.SelectMany(s => packets[s.Index].Where(static p => !p.IsHidden).Take(1000).Select(p => Ticks.ToSeconds(p.Pts, s.TimeBase))).DefaultIfEmpty().Min();
        var shownAsDecoded = PacketOrder.IsShownAsDecoded(media, packets);
        return new CopyPlan(media, jumps && isBroadcast, Math.Max(0, -first), shownAsDecoded)
        {
            VideoPackets = packed ? null : video?.Count,
            NeedsOrder = packed || (video is null && !HasFewTimes(media)) || shownAsDecoded,
        };
    }

    /// <summary>The refusal of a source without one continuous timeline.</summary>
    public static ItemException Broken(string original, string what) => new(
        "timeline_broken",
        $"Reading '{original}': {what}. Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.");

    /// <summary>Copies video and sound.</summary>
    public IEnumerable<string> Arguments(string target) =>
    [
        "-v", "level+error", "-y", "-fflags", "+genpts", .. ClockArguments(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, Video.Index), .. _media.Streams.OfType<AudioStream>().SelectMany(a => Map(0, a.Index)),
        .. Copy(),
        .. Video.Codec == "mpeg4" ? new[] { "-bsf:v", PackedFrames.Filter } : [],
        .. Target(target, _before),
    ];

    /// <summary>Copies the video alone, shown in the order of decoding.</summary>
    public IEnumerable<string> VideoArguments(string target) =>
    [
        "-v", "level+error", "-y", .. ClockArguments(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, Video.Index),
        .. Copy(),
        "-bsf:v", (Video.Codec == "mpeg4" ? PackedFrames.Filter + "," : string.Empty) + Decoding(),
        "-video_track_timescale", Text(Video.TimeBase.Denominator),
        .. Target(target, _before),
    ];

    /// <summary>Puts the sound of the source to a video that has its times.</summary>
    /// <param name="video">The video alone.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="withText">Whether subtitles that are text come along.</param>
    public IEnumerable<string> JoinArguments(string video, string target, bool withText) =>
    [
        "-v", "level+error", "-y", "-copyts", .. InputGuard.Arguments(video),
        .. _before > 0 ? ["-itsoffset", Seconds(_before)] : Array.Empty<string>(),
        .. InputGuard.Arguments(_media.Path),
        .. Map(0, 0), .. _media.Streams.OfType<AudioStream>().SelectMany(a => Map(1, a.Index)),
        .. withText ? _media.Streams.OfType<SubtitleStream>().Where(static s => s.IsText).SelectMany(s => Map(1, s.Index)) : [],
        .. Copy(), "-c:s", target.EndsWith(".mkv", StringComparison.Ordinal) ? "srt" : "mov_text",
        "-video_track_timescale", Text(Video.TimeBase.Denominator),
        .. Target(target, 0, withText),
    ];

    private static bool Jumps(IReadOnlyList<MediaPacket> packets, Rational timeBase)
    {
        var longest = LongestStep / timeBase.ToDouble();
        return packets.Zip(packets.Skip(1)).Any(p => p.Second.Dts < p.First.Dts || p.Second.Dts - p.First.Dts > longest);
    }

    // ffmpeg's own repair of such a clock loses frames beside the jump, so that no copy would be exact.
    private static bool JumpsFar(IReadOnlyList<MediaPacket> packets, Rational timeBase)
    {
        var (longest, back) = (LongestStep / timeBase.ToDouble(), LongestStepBack / timeBase.ToDouble());
        return packets.Zip(packets.Skip(1)).Any(p => p.First.Dts - p.Second.Dts > back || p.Second.Dts - p.First.Dts > longest);
    }

    /// <summary>The source's own clock; where that jumps, the one that ffmpeg makes of it.</summary>
    private string[] ClockArguments() => _jumps ? [] : ["-copyts"];

    private static string[] Copy() => ["-c", "copy", "-copyinkf", "-copypriorss", "1", "-strict", "-2"];

    /// <summary>What is shown before 0, as before the wrap of a clock, would be hidden by MP4: everything is moved behind it.</summary>
    private static string[] Target(string target, double before, bool isSparse = false) =>
    [
        .. ChunkArguments.Plain,

        // Lines of text are far apart: waiting for the next one would hold the film in memory.
        .. isSparse ? Array.Empty<string>() : ["-max_interleave_delta", "0"], "-movie_timescale", MovieTimescale, "-avoid_negative_ts", "disabled",
        .. before > 0 ? ["-output_ts_offset", Seconds(before)] : Array.Empty<string>(),
        $"file:{target}",
    ];

    /// <summary>Times of decoding also as those of showing; of a bare stream a frame apart.</summary>
    private string Decoding()
    {
        if (!IsBare)
        {
            return _shownAsDecoded ? "setts=ts=PTS" : "setts=pts=DTS";
        }

        // The same unit before and after, since releases of ffmpeg differ in which of the two a filter of packets sees.
        var rate = Video.AverageFrameRate ?? Video.RealFrameRate ?? new Rational(25, 1);
        var frame = Text(Ticks.Round(1, new Rational(rate.Denominator, rate.Numerator), Video.TimeBase));
        return $"setts=pts=N*{frame}:dts=N*{frame}";
    }

    /// <summary>MPEG-1 and -2 in a container reorder in one way only, so that ffmpeg finds the times that are missing.</summary>
    private static bool HasFewTimes(MediaInfo media) =>
        media.RequireVideo().Codec is "mpeg1video" or "mpeg2video" && media.FormatNames.Any(Timed.Contains);

    private static string[] Map(int input, int stream) => ["-map", string.Create(CultureInfo.InvariantCulture, $"{input}:{stream}")];

    private static string Seconds(double seconds) => Math.Ceiling(seconds).ToString("0", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
