using Reelmill.Media.Formats.H264;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>The pictures of a segment.</summary>
/// <param name="Codec">The codec as RFC 6381 names it, or only its sample entry where nothing more is known.</param>
/// <param name="Parameters">What the bitstream says about them; null for codecs that are not read.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Start">When the first is shown, in seconds of the media's own clock.</param>
/// <param name="End">When the last ends, in the same seconds.</param>
/// <param name="BeginsWithKey">Whether the first to be decoded is an IDR picture.</param>
/// <param name="Keys">The IDR pictures in order.</param>
internal sealed record CodedFrameFacts(
    string Codec, SequenceParameterSet? Parameters, int Count, double Start, double End, bool BeginsWithKey, IReadOnlyList<KeySpan> Keys);
