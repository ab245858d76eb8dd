using FsCheck;
using FsCheck.Fluent;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Tests.Catalog;

public sealed class FrameValuesTests
{
    [Fact]
    public void What_is_stored_is_read_back_as_it_was() => Prop
        .ForAll<NormalFloat, UnicodeString>((number, text) =>
        {
            FrameValue said = Valid(text.Get);
            var (numbers, both) = (new FrameValues([new("a", number.Get)]), new FrameValues([new("b", said), new("a", number.Get)], [new("c", said)]));
            return FrameValues.OfStored(numbers.Stored).Equals(numbers) && FrameValues.OfStored(both.Stored).Equals(both) && !numbers.Equals(both);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Values_of_kept_frames_are_told_from_none()
    {
        var (unseen, seen) = (new FrameValues([]), new FrameValues([], []));

        unseen.Equals(seen).ShouldBeFalse();
        FrameValues.OfStored(unseen.Stored).Kept.ShouldBeNull();
        FrameValues.OfStored(seen.Stored).Kept.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public void A_dropped_frame_shows_no_values_of_kept_ones()
    {
        var frame = Samples.Frame("v", 0) with { Values = new([new("red", 0.5)], [new("said", "a dog")]) };

        frame.ShownValues!.Keys.ShouldBe(["red", "said"]);
        (frame with { Kept = false }).ShownValues!.Keys.ShouldBe(["red"]);
        (frame with { Kept = false, Values = new([], frame.Values.Kept) }).ShownValues.ShouldBeNull();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_is_finite(double number) => Should.Throw<ArgumentException>(() => (FrameValue)number);

    [Fact]
    public void A_text_is_short_and_unicode()
    {
        Should.Throw<ArgumentException>(static () => (FrameValue)new string('a', 8193));
        Should.Throw<ArgumentException>(static () => (FrameValue)"\ud800");
        Should.Throw<ArgumentException>(static () => (FrameValue)"\udc00\ud800");
        ((FrameValue)"\ud83d\ude00").Text.ShouldBe("\ud83d\ude00");
    }

    private static string Valid(string text) => string.Concat(text.EnumerateRunes());
}
