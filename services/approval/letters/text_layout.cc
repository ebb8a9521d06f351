#include "services/approval/letters/text_layout.h"

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"

namespace selaras::approval::letters {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};

// Pango's font map, of which a thread may use only its own. Building one reads the list of fonts and takes tens of
// milliseconds, so it lives as long as the thread.
class ThreadFonts {
 public:
  ThreadFonts() : map_(pango_cairo_font_map_new()) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map_.get()), 72);
    context_.reset(pango_font_map_create_context(map_.get()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string("id"));
    pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
  }

  PangoContext* context() const { return context_.get(); }

  // Whether fontconfig knows the family itself and does not put another in its place.
  bool Has(const std::string& family) {
    const auto [entry, is_new] = known_.try_emplace(family, false);
    if (!is_new) return entry->second;
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(map_.get(), &families, &count);
    for (int i = 0; i < count; ++i) entry->second |= family == pango_font_family_get_name(families[i]);
    g_free(families);
    return entry->second;
  }

 private:
  std::unique_ptr<PangoFontMap, Unref> map_;
  std::unique_ptr<PangoContext, Unref> context_;
  absl::flat_hash_map<std::string, bool> known_;
};

ThreadFonts& Fonts() {
  thread_local ThreadFonts fonts;
  return fonts;
}

bool ChangesDirection(gunichar c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F ||
         c == 0x061C;
}

absl::Status CheckCharacters(absl::string_view text) {
  if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr)) {
    return absl::InvalidArgumentError("letter: a text is not UTF-8");
  }
  const char* end = text.data() + text.size();
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    if ((g_unichar_iscntrl(c) && c != '\n') || ChangesDirection(c)) {
      return absl::InvalidArgumentError("letter: a text has control or direction-changing characters");
    }
  }
  return absl::OkStatus();
}

PangoAttrList* Attributes(const TextStyle& style) {
  PangoAttrList* attributes = pango_attr_list_new();
  if (style.underlined) pango_attr_list_insert(attributes, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE));
  if (style.letter_spacing_pt > 0) {
    const int spacing = static_cast<int>(style.letter_spacing_pt * PANGO_SCALE);
    pango_attr_list_insert(attributes, pango_attr_letter_spacing_new(spacing));
  }
  // A name too long for its column breaks, but never gets a hyphen that is not in it.
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  // Ligatures would cost the reader of the extracted text nothing, but they differ between fonts' versions.
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0"));
  return attributes;
}

void Configure(PangoLayout* layout, const TextStyle& style, double width_pt, const std::string& font_family) {
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, font_family.c_str());
  pango_font_description_set_size(font, static_cast<int>(style.size_pt * PANGO_SCALE));
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  PangoAttrList* attributes = Attributes(style);
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_width(layout, static_cast<int>(width_pt * PANGO_SCALE));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_line_spacing(layout, static_cast<float>(style.line_spacing));
  pango_layout_set_justify(layout, style.align == Align::kJustify);
  pango_layout_set_alignment(layout, style.align == Align::kCentre  ? PANGO_ALIGN_CENTER
                                     : style.align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                    : PANGO_ALIGN_LEFT);
}

double Points(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE;
}

std::vector<TextLine> Lines(const std::shared_ptr<PangoLayout>& layout) {
  std::vector<TextLine> lines;
  PangoLayoutIter* at = pango_layout_get_iter(layout.get());
  do {
    int top = 0, bottom = 0;
    PangoRectangle logical;
    pango_layout_iter_get_line_yrange(at, &top, &bottom);
    pango_layout_iter_get_line_extents(at, nullptr, &logical);
    lines.push_back({layout, pango_layout_iter_get_line_readonly(at), Points(logical.x),
                     Points(pango_layout_iter_get_baseline(at) - top), Points(bottom - top)});
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
  return lines;
}

}  // namespace

void DrawLine(cairo_t* canvas, const TextLine& line, double left_pt, double top_pt) {
  cairo_move_to(canvas, left_pt + line.left_pt, top_pt + line.baseline_pt);
  pango_cairo_show_layout_line(canvas, line.line);
}

absl::StatusOr<std::vector<TextLine>> LayOut(absl::string_view text, const TextStyle& style, double width_pt,
                                             const std::string& font_family) {
  if (text.empty()) return std::vector<TextLine>();
  SELARAS_RETURN_IF_ERROR(CheckCharacters(text));
  ThreadFonts& fonts = Fonts();
  if (!fonts.Has(font_family)) {
    return absl::FailedPreconditionError(absl::StrCat("letter: font family \"", font_family,
                                                      "\" is not installed (Debian: fonts-dejavu-core)"));
  }
  const std::shared_ptr<PangoLayout> layout(pango_layout_new(fonts.context()), Unref());
  Configure(layout.get(), style, width_pt, font_family);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) {
    return absl::InvalidArgumentError("letter: a text has characters that no installed font can draw");
  }
  return Lines(layout);
}

}  // namespace selaras::approval::letters
