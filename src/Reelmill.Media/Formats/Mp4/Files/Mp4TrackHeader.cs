namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>
/// The header of an MP4 track without its sample tables, copied unchanged from a source file
/// (ISO/IEC 14496-12, ISO base media file format).
/// </summary>
/// <param name="Handler">The handler type: <c>vide</c>, <c>soun</c> or another.</param>
/// <param name="Timescale">The number of ticks per second.</param>
/// <param name="Language">The language code: three letters in 15 bits.</param>
/// <param name="TkhdTail">The end of the <c>tkhd</c> box: layer, alternate group, volume, matrix, width and height.</param>
/// <param name="HandlerBox">The <c>hdlr</c> box.</param>
/// <param name="MediaHeaderBox">The header box of the media type, such as <c>vmhd</c>.</param>
/// <param name="SampleEntries">The entries of the <c>stsd</c> box: codecs and their configurations.</param>
/// <param name="SampleEntryCount">The number of entries in <paramref name="SampleEntries"/>.</param>
internal sealed record Mp4TrackHeader(
    string Handler,
    uint Timescale,
    ushort Language,
    ReadOnlyMemory<byte> TkhdTail,
    ReadOnlyMemory<byte> HandlerBox,
    ReadOnlyMemory<byte> MediaHeaderBox,
    ReadOnlyMemory<byte> SampleEntries,
    uint SampleEntryCount);
